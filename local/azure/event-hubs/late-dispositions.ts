/**
 * A client that stops reading while much is on its way still settles what came last, on a session that it has ended. To
 * rhea that is an error by which the connection ends, and the client waits for ever for its other links to be closed.
 */
import type { Connection } from "rhea";

/** What rhea has of a connection and does not declare. */
interface Channels {
  readonly remote_channel_map: Readonly<Record<number, unknown>>;
  on_disposition(frame: { readonly channel: number }): void;
}

export function passOverLateDispositions(connection: Connection): void {
  const channels = connection as unknown as Channels;
  const { on_disposition } = channels;
  channels.on_disposition = (frame) => {
    if (channels.remote_channel_map[frame.channel] !== undefined) on_disposition.call(connection, frame);
  };
}
