import { UserError } from "../user-error.ts";

/** The object and the place in it of which `idOf` made the name. */
export function objectAndIndex(id: string): { readonly object: string; readonly index: number } {
  const [, object, index] = /^(.+)#(\d+)$/.exec(id) ?? [];
  if (object === undefined)
    throw new UserError(
      "A letter is named by its object and its place in it, such as dead-letters/…/7-9-….ndjson#0; list names them.",
    );
  return { object, index: Number(index) };
}
