/** The generated client and the database it asks: Google's, by the service's own account, or an engine on this machine. */
import { v1 } from "@google-cloud/firestore-api";
import { credentials } from "@grpc/grpc-js";
import { withoutCrash } from "../without-crash.ts";

export interface FirestoreDatabase {
  readonly client: Pick<v1.FirestoreClient, "batchGetDocuments" | "batchWrite" | "runQuery" | "close">;
  /** `projects/PROJECT/databases/DATABASE`. */
  readonly name: string;
}

export interface FirestoreAddress {
  readonly project: string;
  readonly database: string;
  /** `host:port` of an engine that asks for no credentials, as FIRESTORE_EMULATOR_HOST names it. */
  readonly emulatorHost?: string | undefined;
}

export function firestoreDatabase({ project, database, emulatorHost }: FirestoreAddress): FirestoreDatabase {
  const name = `projects/${project}/databases/${database}`;
  if (emulatorHost === undefined) return { client: withoutCrash(new v1.FirestoreClient({ projectId: project })), name };
  const { hostname, port } = new URL(`http://${emulatorHost}`);
  const local = {
    servicePath: hostname,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    auth: nobody,
  };
  return { client: new v1.FirestoreClient({ projectId: project, ...local }), name };
}

type Options = NonNullable<ConstructorParameters<typeof v1.FirestoreClient>[0]>;

/** For an engine that asks nobody who they are; else the client would look for an account on this machine's network. */
export const nobody = { getUniverseDomain: async () => "googleapis.com" } as unknown as NonNullable<Options["auth"]>;
