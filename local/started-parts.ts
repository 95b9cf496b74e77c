/** What a run has started, to end it again: all of it, also when the rest cannot be started. */

interface Part {
  close(): Promise<unknown>;
}

export interface StartedParts {
  /** In the order they were started in. */
  readonly parts: readonly Part[];
  track<T extends Part>(starting: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function startedParts(): StartedParts {
  const parts: Part[] = [];
  return {
    parts,
    async track(starting) {
      const part = await starting;
      parts.push(part);
      return part;
    },
    async close() {
      // The last one first: nobody is left without what it stands on.
      for (const part of parts.toReversed()) await part.close();
    },
  };
}
