/** The tables behind `spaces now` on Google Cloud: a deployment's, asked by whoever is logged in, or a local run's. */
import { type FirestoreAddress, firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import type { NowReader } from "../now/floors.ts";
import { UserError } from "../user-error.ts";

/** What a local run calls its own. */
export const LOCAL_PROJECT = "spaces-local";
export const LOCAL_DATABASE = "(default)";

/** `name` is `projects/PROJECT/databases/DATABASE`, as Terraform puts it out. */
export function deployedDatabase(name: string): NowReader {
  const [, project, database] = /^projects\/([^/]+)\/databases\/([^/]+)$/.exec(name) ?? [];
  if (project === undefined || database === undefined)
    throw new UserError("The output firestore_database is not a name such as projects/PROJECT/databases/DATABASE.");
  return readerOf({ project, database });
}

/** `url` is that of the engine. */
export function localDatabase(url: string): NowReader {
  return readerOf({ project: LOCAL_PROJECT, database: LOCAL_DATABASE, emulatorHost: new URL(url).host });
}

function readerOf(address: FirestoreAddress): NowReader {
  return firestoreReader(firestoreCalls(firestoreDatabase(address)));
}
