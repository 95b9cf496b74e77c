/** A cloud's local run for the tests of a `describe`, apart from the run itself: that is a bench's, too. */
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Stage } from "../../cli/stage/stage.ts";
import type { CloudName } from "../../local/clouds.ts";
import { type LocalStage, startAnyLocalStage } from "./local-stage.ts";

export interface StageOfTests {
  readonly local: LocalStage<unknown>;
  /** Another one for each test. */
  readonly stage: Stage;
}

/** Registers what starts and ends it; to be called in a `describe`. */
export function stageOfTests(cloud: CloudName): StageOfTests {
  let local: LocalStage<unknown>;
  let stage: Stage;
  beforeAll(async () => {
    local = await startAnyLocalStage(cloud);
  }, 60_000);
  afterAll(() => local.close());
  beforeEach(() => {
    stage = local.open();
  });
  afterEach(() => stage.close());
  return {
    get local() {
      return local;
    },
    get stage() {
      return stage;
    },
  };
}
