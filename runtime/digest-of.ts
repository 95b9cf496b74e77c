const DIGEST_CHARACTERS = 16;

/** Tells lists of positions apart in the names of files, where the first and the last of a list do not. */
export function digestOf(positions: readonly string[]): string {
  // Loaded when it is first needed: most instances never do.
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
  for (const position of positions) hash.update(`${position}\n`);
  return hash.digest("hex").slice(0, DIGEST_CHARACTERS);
}
