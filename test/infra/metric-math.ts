/** CloudWatch's metric math, as far as this project's expressions go: the value of one period, `undefined` for none. */

type Value = number | undefined;

/** Tokens of one expression, each with the text that JavaScript has for it. */
const operators: Readonly<Record<string, string>> = { AND: "&&", OR: "||", "==": "===" };

/** `seconds` is the period of the metrics. Throws on a word that is neither a function known here nor a metric. */
export function evaluate(expression: string, metrics: Readonly<Record<string, Value>>, seconds: number): Value {
  const source = expression.replaceAll(/==|\b[A-Z]+\b(?!\()/g, (token) => operators[token] ?? token);
  const scope = {
    ...metrics,
    IF: (condition: boolean, yes: Value, no: Value) => (condition ? yes : no),
    FILL: (value: Value, filler: number) => value ?? filler,
    PERIOD: () => seconds,
  };
  const used = [...source.matchAll(/[A-Za-z_]+/g)].map(([word]) => word);
  const unknown = used.find((word) => !Object.hasOwn(scope, word));
  if (unknown !== undefined) throw new Error(`no rule for ${unknown}`);
  // A period in which a metric has no value that nothing fills has none in the result either.
  const bare = used.filter((word) => Object.hasOwn(metrics, word) && !source.includes(`FILL(${word}`));
  if (bare.some((word) => metrics[word] === undefined)) return undefined;
  return new Function(...Object.keys(scope), `return ${source};`)(...Object.values(scope)) as Value;
}
