import { type Environment, optionalText, requiredText } from "../../runtime/configuration.ts";
import { type ChannelConfiguration, channelConfiguration } from "../event-hubs/configuration.ts";

export interface LakeConfiguration extends ChannelConfiguration {
  /** Container, by its address. */
  readonly lakeContainer: string;
}

/** A deployment without a lake has no container for one. */
export function hasLake(environment: Environment): boolean {
  return optionalText(environment, "LAKE_CONTAINER") !== undefined;
}

/** Throws ConfigurationError with one sentence. */
export function lakeConfiguration(environment: Environment): LakeConfiguration {
  // Only the host reads it, and its own complaint names no setting.
  requiredText(environment, "LAKE_CONSUMER_GROUP");
  return { ...channelConfiguration(environment), lakeContainer: requiredText(environment, "LAKE_CONTAINER") };
}
