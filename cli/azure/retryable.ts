/** Of the client's own errors: https://learn.microsoft.com/javascript/api/@azure/event-hubs/messagingerror */
export function isRetryable(error: unknown): boolean {
  return (error as { retryable?: unknown }).retryable === true;
}
