/** The tables behind `spaces now` on Google Cloud: a deployment's, asked by whoever is logged in, or a local run's. */
import { type FirestoreDatabase, firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import type { NowReader } from "../now/floors.ts";
import { UserError } from "../user-error.ts";

/** What a local run calls its own. */
export const LOCAL_PROJECT = "spaces-local";
export const LOCAL_DATABASE = "(default)";

/** `name` as Terraform puts it out. */
export function deployedDatabase(name: string): NowReader {
  return readerOf(databaseNamed(name));
}

/** `url` is that of the engine. */
export function localDatabase(url: string): NowReader {
  const emulatorHost = new URL(url).host;
  return readerOf(firestoreDatabase({ project: LOCAL_PROJECT, database: LOCAL_DATABASE, emulatorHost }));
}

/** `name` is `projects/PROJECT/databases/DATABASE`; FIRESTORE_EMULATOR_HOST is honoured, as Google's own clients do. */
export function databaseNamed(name: string): FirestoreDatabase {
  const [, project, database] = /^projects\/([^/]+)\/databases\/([^/]+)$/.exec(name) ?? [];
  if (project === undefined || database === undefined)
    throw new UserError("The output firestore_database is not a name such as projects/PROJECT/databases/DATABASE.");
  return firestoreDatabase({ project, database, emulatorHost: process.env.FIRESTORE_EMULATOR_HOST });
}

function readerOf(database: FirestoreDatabase): NowReader {
  return firestoreReader(firestoreCalls(database));
}
