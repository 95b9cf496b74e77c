/** The core, set up with Node under it: what every adapter's handler does once per cold start. */
import { type Decode, decoder } from "../shared/decode/decode.ts";
import { type Normalise, normaliser } from "../shared/normalise/normalise.ts";
import { privacy } from "../shared/privacy/privacy.ts";
import type { CoreConfiguration } from "./configuration.ts";
import { nodeCodec } from "./node-codec.ts";
import { PIPELINE } from "./pipeline.ts";
import { pseudonymsFor, type ReadSecret } from "./privacy-key.ts";

export interface Core {
  readonly decode: Decode;
  readonly normalise: Normalise;
  readonly ignoreEventTypes: ReadonlySet<string>;
}

/** `withPayload`: the rows go to a lake. Fails when the key cannot be read; calling again tries again. */
export async function startCore(
  configuration: CoreConfiguration,
  withPayload: boolean,
  readSecret: ReadSecret,
): Promise<Core> {
  const pseudonymise = await pseudonymsFor(configuration.keySource, readSecret);
  return {
    decode: decoder({
      codec: nodeCodec,
      encoding: configuration.encoding,
      maxRecordBytes: configuration.maxRecordBytes,
    }),
    normalise: normaliser({ privacy: privacy(configuration.policy, pseudonymise), withPayload, pipeline: PIPELINE }),
    ignoreEventTypes: configuration.ignoreEventTypes,
  };
}
