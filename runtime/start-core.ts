/** The core, set up with Node under it: what every adapter's handler does once per cold start. */
import { type Decode, type DecodeOptions, decoder } from "../shared/decode/decode.ts";
import { type Normalise, normaliser } from "../shared/normalise/normalise.ts";
import type { Pseudonymise } from "../shared/ports.ts";
import type { PrivacyPolicy } from "../shared/privacy/policy.ts";
import { privacy } from "../shared/privacy/privacy.ts";
import { type Protect, privacyStep } from "../shared/privacy/protect.ts";
import type { CoreConfiguration } from "./configuration.ts";
import { nodeCodec } from "./node-codec.ts";
import { PIPELINE } from "./pipeline.ts";
import { pseudonymsFor, type ReadSecret } from "./privacy-key.ts";

export interface Core {
  readonly decode: Decode;
  readonly normalise: Normalise;
  readonly protect: Protect;
  readonly ignoreEventTypes: ReadonlySet<string>;
}

export interface CoreOptions extends Omit<DecodeOptions, "codec"> {
  readonly policy: PrivacyPolicy;
  readonly pseudonymise: Pseudonymise;
  /** Fill the `payload` column, which only a lake has. */
  readonly withPayload: boolean;
  readonly ignoreEventTypes: ReadonlySet<string>;
  /** Name and version for the `pipeline` column; this package's own unless a test says otherwise. */
  readonly pipeline?: string;
}

/** Keep it for as long as the process lives: it remembers places and pseudonyms it has seen. */
export function newCore({
  policy,
  pseudonymise,
  withPayload,
  ignoreEventTypes,
  pipeline,
  ...options
}: CoreOptions): Core {
  return {
    decode: decoder({ ...options, codec: nodeCodec }),
    normalise: normaliser(pipeline ?? PIPELINE),
    protect: privacyStep({ privacy: privacy(policy, pseudonymise), withPayload }),
    ignoreEventTypes,
  };
}

/** `forLake` is whether the rows go to one. Fails when the key cannot be read; calling again tries again. */
export async function startCore(
  { keySource, lakePayload, ...configuration }: CoreConfiguration,
  forLake: boolean,
  readSecret: ReadSecret,
): Promise<Core> {
  const pseudonymise = await pseudonymsFor(keySource, readSecret);
  return newCore({ ...configuration, pseudonymise, withPayload: forLake && lakePayload });
}
