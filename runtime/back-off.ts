import { jitteredBackOff } from "../shared/batch/back-off.ts";

export const backOff = jitteredBackOff((ms) => new Promise((resolve) => setTimeout(resolve, ms)), Math.random);
