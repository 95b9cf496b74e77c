/**
 * How many pushes of a subscription are under way at once: few at first, more with every one that is acknowledged, fewer
 * with every one that is not. https://cloud.google.com/pubsub/docs/push#delivery_rate
 */
export interface PushWindow {
  size(): number;
  ended(isAcknowledged: boolean): void;
}

/** One more with each success: twice as many with each round. */
export function pushWindow(most: number): PushWindow {
  let size = 1;
  return {
    size: () => size,
    ended(isAcknowledged) {
      size = Math.max(1, Math.min(most, size + (isAcknowledged ? 1 : -1)));
    },
  };
}
