/**
 * One JSON line per fact. Codes, counts and positions only: never a value of an event. Lambda's JSON log format adds
 * nothing to a line that is JSON already, so the request's id is put in here.
 */
type Facts = Readonly<Record<string, unknown>>;

export interface Log {
  warn(message: string, facts: Facts): void;
  error(message: string, facts: Facts): void;
}

export function requestLog(service: string, requestId: string): Log {
  const line = (level: string) => (message: string, facts: Facts) => {
    const timestamp = new Date().toISOString();
    process.stdout.write(`${JSON.stringify({ level, timestamp, service, requestId, message, ...facts })}\n`);
  };
  return { warn: line("WARN"), error: line("ERROR") };
}
