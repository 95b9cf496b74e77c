import { isAbsent } from "./is-absent.ts";

/** A bucket, a container or a folder, as far as commands use it. */
export interface Objects {
  /** In the order of their names' code points, in pages: as many as there are, with bounded memory. */
  list(prefix: string): AsyncIterable<KeptObject>;
  read(name: string): Promise<Buffer>;
  /** Overwrites. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

export interface KeptObject {
  readonly name: string;
  /** When it was written, epoch ms. */
  readonly keptAtMs: number;
}

/** Into a bucket of the operator's own; the same key overwrites. */
export type PutObject = (key: string, bytes: Uint8Array, contentType: string) => Promise<void>;

/** Out of one; `undefined` where there is none of the key. */
export type GetObject = (key: string) => Promise<Buffer | undefined>;

export interface OwnObjects {
  readonly put: PutObject;
  readonly get: GetObject;
}

/** What the one has, else what the other has. */
export function firstOf(one: GetObject, other: GetObject): GetObject {
  return async (key) => (await one(key)) ?? other(key);
}

export function getterOf({ read }: Pick<Objects, "read">): GetObject {
  return async (key) => {
    try {
      return await read(key);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };
}
