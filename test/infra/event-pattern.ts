/** EventBridge's patterns, as far as this project's go: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
type Json = Readonly<Record<string, unknown>>;

export function matches(pattern: Json, event: Json): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === "$or") return (wanted as Json[]).some((one) => matches(one, event));
    const found = event[field];
    if (Array.isArray(wanted)) return wanted.some((one) => fits(one, found));
    // A list of objects matches where one of them does.
    const candidates = Array.isArray(found) ? found : [found];
    return candidates.some((one) => one !== null && typeof one === "object" && matches(wanted as Json, one as Json));
  });
}

function fits(wanted: unknown, found: unknown): boolean {
  if (wanted === null || typeof wanted !== "object") return wanted === found;
  const [operator, argument] = Object.entries(wanted)[0] ?? [];
  switch (operator) {
    case "exists":
      return (found !== undefined) === argument;
    case "anything-but":
      return found !== undefined && !(argument as unknown[]).includes(found);
    default:
      throw new Error(`no rule for ${operator}`);
  }
}
