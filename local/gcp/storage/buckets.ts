/** What the buckets hold, in memory: objects with generations, and the one precondition on them. */
import { CRC32C } from "@google-cloud/storage";

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Grows with every write, over all objects. */
  readonly generation: number;
  readonly updatedAtMs: number;
}

/** https://cloud.google.com/storage/docs/request-preconditions: a generation, or 0 for an object that is not there. */
export interface Precondition {
  readonly ifGenerationMatch?: number;
}

export type Written = StoredObject | "no bucket" | "precondition failed";

export interface Buckets {
  create(bucket: string): boolean;
  has(bucket: string): boolean;
  put(object: Pick<StoredObject, "bucket" | "name" | "bytes" | "contentType">, precondition: Precondition): Written;
  get(bucket: string, name: string): StoredObject | undefined;
  delete(bucket: string, name: string, precondition: Precondition): "deleted" | "absent" | "precondition failed";
  /** By name, in UTF-8 order. */
  list(bucket: string, prefix: string): readonly StoredObject[];
}

export function newBuckets(): Buckets {
  const buckets = new Map<string, Map<string, StoredObject>>();
  let generation = 0;

  const get = (bucket: string, name: string) => buckets.get(bucket)?.get(name);
  const fits = (object: StoredObject | undefined, { ifGenerationMatch }: Precondition) =>
    ifGenerationMatch === undefined || ifGenerationMatch === (object?.generation ?? 0);

  return {
    get,
    has: (bucket) => buckets.has(bucket),
    create(bucket) {
      if (buckets.has(bucket)) return false;
      buckets.set(bucket, new Map());
      return true;
    },
    put(object, precondition) {
      const objects = buckets.get(object.bucket);
      if (objects === undefined) return "no bucket";
      if (!fits(objects.get(object.name), precondition)) return "precondition failed";
      const stored = { ...object, generation: ++generation, updatedAtMs: Date.now() };
      objects.set(object.name, stored);
      return stored;
    },
    delete(bucket, name, precondition) {
      const object = get(bucket, name);
      if (object === undefined) return "absent";
      if (!fits(object, precondition)) return "precondition failed";
      buckets.get(bucket)?.delete(name);
      return "deleted";
    },
    list: (bucket, prefix) =>
      [...(buckets.get(bucket)?.values() ?? [])]
        .filter(({ name }) => name.startsWith(prefix))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))),
  };
}

/** The object's resource, as far as the client looks at it: https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
export function resourceOf({ bucket, name, bytes, contentType, generation, updatedAtMs }: StoredObject) {
  const checksum = new CRC32C();
  checksum.update(bytes);
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    bucket,
    name,
    contentType,
    size: String(bytes.length),
    generation: String(generation),
    metageneration: "1",
    crc32c: checksum.toString(),
    updated: new Date(updatedAtMs).toISOString(),
  };
}
