import {
  type CoreConfiguration,
  coreConfiguration,
  type Environment,
  requiredText,
} from "../../runtime/configuration.ts";

export interface LakeConfiguration {
  readonly core: CoreConfiguration;
  readonly bucket: string;
}

/** Throws ConfigurationError with one sentence. */
export function lakeConfiguration(environment: Environment): LakeConfiguration {
  return { core: coreConfiguration(environment), bucket: requiredText(environment, "LAKE_BUCKET") };
}
