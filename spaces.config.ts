import type { SpacesConfigInput } from "./infra/config/spaces-config.ts";

/**
 * Your deployment. Put in your account and Region; everything left out has a default that is right for a first
 * deployment. All fields and their defaults: infra/config/spaces-config.ts.
 */
export default {
  stage: "prod",
  // 12 zeros synthesise but deploy nowhere.
  account: "000000000000",
  region: "eu-west-1",
} satisfies SpacesConfigInput;
