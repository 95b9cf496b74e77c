/** What the operator's commands do of a stage, on the local run of each cloud: real clients, the built functions. */
import { describe } from "vitest";
import { cloudNames } from "../../local/clouds.ts";
import { stageUnderTest } from "../support/stage-under-test.ts";
import { deadLetters } from "./stage/dead-letters.ts";
import { explain } from "./stage/explain.ts";
import { health } from "./stage/health.ts";
import { places } from "./stage/places.ts";
import { replay } from "./stage/replay.ts";
import { followed, transport } from "./stage/transport.ts";

describe.each(cloudNames)("a stage of the local run on %s", (cloud) => {
  const on = stageUnderTest(cloud);
  transport(on);
  // What they leave is counted by those that come after.
  deadLetters(on);
  replay(on);
  explain(on);
  followed(on);
  health(on);
  places(on);
});
