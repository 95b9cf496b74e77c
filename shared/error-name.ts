/** An error's class, for a log or a reason. Never its message: that may quote the data. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
