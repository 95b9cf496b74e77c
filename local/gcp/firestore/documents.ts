/** The documents of all databases in memory, and what a write does to them. */
import type { protos } from "@google-cloud/firestore-api";
import { status } from "@grpc/grpc-js";
import tree from "sorted-btree";
import { compareCodePoints } from "../../../shared/state/keys.ts";
import { byText } from "./by-text.ts";
import { checkPath, checkSize } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { Fields } from "./values.ts";

type V1 = typeof protos.google.firestore.v1;
export type Write = InstanceType<V1["Write"]> | protos.google.firestore.v1.IWrite;

export interface Time {
  readonly seconds: string;
  readonly nanos: number;
}

export interface Stored {
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: Time;
  readonly updateTime: Time;
}

export interface Documents {
  get(name: string): Stored | undefined;
  /** `parent/collection`'s from the name on, in order of their names. */
  inOrder(collection: string, from: string): Iterable<Stored>;
  /** Those whose field is this text, in order of their names. */
  having(collection: string, field: string, text: string): Iterable<Stored>;
  /** All of them or, where one is refused, none. Answers their time. */
  write(writes: readonly Write[]): Time;
  now(): Time;
}

export function inMemory(): Documents {
  /** A collection's documents by name, kept in order: pages are read while documents are written. */
  const newCollection = () => ({
    documents: new tree.default<string, Stored>(undefined, compareCodePoints),
    index: byText(),
  });
  const collections = new Map<string, ReturnType<typeof newCollection>>();
  const now = rising();
  const pathOf = (name: string) => name.slice(0, name.lastIndexOf("/"));

  function land(name: string, stored: Stored | undefined): void {
    const path = pathOf(name);
    const collection = collections.get(path) ?? newCollection();
    collections.set(path, collection);
    const { documents, index } = collection;
    index.changed(name, documents.get(name), stored);
    if (stored === undefined) documents.delete(name);
    else documents.set(name, stored);
  }

  const get = (name: string) => collections.get(pathOf(name))?.documents.get(name);
  return {
    get,
    now,
    *inOrder(path, from) {
      for (const [, stored] of collections.get(path)?.documents.entries(from) ?? []) yield stored;
    },
    *having(path, field, text) {
      const { documents, index } = collections.get(path) ?? newCollection();
      const names = [...index.having(field, text, () => documents.values())].sort(compareCodePoints);
      for (const name of names) {
        const stored = documents.get(name);
        if (stored !== undefined) yield stored;
      }
    },
    write(writes) {
      const time = now();
      const staged = new Map<string, Stored | undefined>();
      for (const write of writes) {
        const name = nameOf(write);
        const before = staged.has(name) ? staged.get(name) : get(name);
        staged.set(name, after(write, name, before, time));
      }
      for (const [name, stored] of staged) land(name, stored);
      return time;
    },
  };
}

export function nameOf(write: Write): string {
  return write.update?.name ?? write.delete ?? "";
}

/** The document that a write leaves. */
function after(write: Write, name: string, before: Stored | undefined, time: Time): Stored | undefined {
  const path = name.split("/documents/")[1] ?? "";
  checkPath(path);
  checkCondition(write.currentDocument, before);
  if ((write.updateTransforms ?? []).length > 0 || write.transform != null)
    throw new Refusal(status.UNIMPLEMENTED, "This stand-in has no transforms.");
  if (write.delete != null) return undefined;
  const given: Fields = write.update?.fields ?? {};
  const fields =
    write.updateMask == null ? given : masked(before?.fields ?? {}, given, write.updateMask.fieldPaths ?? []);
  checkSize(path, fields);
  return { name, fields, createTime: before?.createTime ?? time, updateTime: time };
}

/** The named fields as they are given; those that are not given go. */
function masked(before: Fields, given: Fields, names: readonly string[]): Fields {
  const fields: Record<string, Fields[string]> = { ...before };
  for (const name of names) {
    if (/[.`]/.test(name)) throw new Refusal(status.UNIMPLEMENTED, "This stand-in has no paths into fields.");
    delete fields[name];
    const value = given[name];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function checkCondition(condition: Write["currentDocument"], before: Stored | undefined): void {
  if (condition?.exists === true && before === undefined) throw new Refusal(status.NOT_FOUND, "No document to update.");
  if (condition?.exists === false && before !== undefined)
    throw new Refusal(status.ALREADY_EXISTS, "Document already exists.");
  if (condition?.updateTime == null) return;
  if (before === undefined) throw new Refusal(status.NOT_FOUND, "No document to update.");
  const { seconds, nanos } = condition.updateTime;
  if (!isSameTime(before.updateTime, { seconds: String(seconds ?? 0), nanos: nanos ?? 0 }))
    throw new Refusal(status.FAILED_PRECONDITION, "The stored version does not match the required base version.");
}

export function isSameTime(a: Time | undefined, b: Time | undefined): boolean {
  return a?.seconds === b?.seconds && a?.nanos === b?.nanos;
}

const MICROS = 1_000_000n;

/** Times in whole microseconds, each later than the one before. */
function rising(): () => Time {
  let last = 0n;
  return () => {
    const micros = BigInt(Date.now()) * 1_000n;
    last = micros > last ? micros : last + 1n;
    return { seconds: String(last / MICROS), nanos: Number(last % MICROS) * 1_000 };
  };
}
