/**
 * A client that stops reading while much is on its way still settles what came last, and gives credit for more, on a
 * session that it has ended. To rhea that is an error by which the connection ends, and the client waits for ever for its
 * other links to be closed.
 */
import type { Connection } from "rhea";

const lateFrames = ["on_disposition", "on_flow"] as const;

/** What rhea has of a connection and does not declare. */
interface Channels extends Record<(typeof lateFrames)[number], (frame: { readonly channel: number }) => void> {
  readonly remote_channel_map: Readonly<Record<number, unknown>>;
}

export function passOverLateFrames(connection: Connection): void {
  const channels = connection as unknown as Channels;
  for (const name of lateFrames) {
    const take = channels[name];
    channels[name] = (frame) => {
      if (channels.remote_channel_map[frame.channel] !== undefined) take.call(connection, frame);
    };
  }
}
