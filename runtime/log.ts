/**
 * One JSON line per fact. Codes, counts and positions only: never a value of an event. Lambda's JSON log format adds
 * nothing to a line that is JSON already, so the request's id is put in here.
 */
export interface Log {
  warn(message: string, facts: Readonly<Record<string, unknown>>): void;
}

export function requestLog(service: string, requestId: string): Log {
  return {
    warn(message, facts) {
      const timestamp = new Date().toISOString();
      process.stdout.write(`${JSON.stringify({ level: "WARN", timestamp, service, requestId, message, ...facts })}\n`);
    },
  };
}
