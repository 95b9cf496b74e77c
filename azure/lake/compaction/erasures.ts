/** Whom the lake has forgotten: a small file each, with the columns of the table of the same name on AWS. */
import { createHash } from "node:crypto";
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Erasure } from "../../../shared/lake/erasure.ts";
import { COMPACTED_FOLDER, ERASED_TABLE } from "../../../shared/lake/table.ts";
import type { SubjectKind } from "../../../shared/row.ts";
import { PARQUET } from "../landing.ts";
import type { LakeFiles } from "./lake-files.ts";

export const ERASURES_FOLDER = `${COMPACTED_FOLDER}/${ERASED_TABLE}/`;

export interface Erasures {
  /** Another one once there is an erasure more. */
  readonly version: string;
  readonly all: readonly Erasure[];
}

/** Named after whom it is about: of the same one asked for again, the later moment holds. */
export async function noteErasure(lake: LakeFiles, { kind, id, tenant, atMs }: Erasure): Promise<void> {
  const subject = `${kind}:${id}`;
  const name = createHash("sha256")
    .update(JSON.stringify([subject, tenant ?? null]))
    .digest("hex");
  const columnData = [
    { name: "subject", data: [subject], type: "STRING" as const },
    { name: "tenant_id", data: [tenant], type: "STRING" as const, nullable: true },
    { name: "erased_at", data: [new Date(atMs)], type: "TIMESTAMP" as const },
  ];
  const file = lake.create(`${ERASURES_FOLDER}${name}.parquet`);
  await file.add(new Uint8Array(parquetWriteBuffer({ columnData })));
  await file.end(PARQUET);
}

/** Reads them anew each time they have changed. */
export function erasuresOf(lake: LakeFiles): () => Promise<Erasures> {
  let known: Erasures = { version: "", all: [] };
  return async () => {
    const files = [];
    for await (const file of lake.list(ERASURES_FOLDER)) if (file.name.endsWith(".parquet")) files.push(file);
    const version = files.map(({ name, etag }) => `${name} ${etag}`).join("\n");
    if (version !== known.version) {
      const read = await Promise.all(files.map(({ name }) => readErasures(lake, name)));
      known = { version, all: read.flat() };
    }
    return known;
  };
}

async function readErasures(lake: LakeFiles, name: string): Promise<readonly Erasure[]> {
  const bytes = await lake.read(name);
  if (bytes === undefined) return [];
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  return rows.map(({ subject, tenant_id, erased_at }) => {
    const colon = String(subject).indexOf(":");
    return {
      kind: String(subject).slice(0, colon) as SubjectKind,
      id: String(subject).slice(colon + 1),
      tenant: (tenant_id as string | null | undefined) ?? undefined,
      atMs: (erased_at as Date).getTime(),
    };
  });
}
