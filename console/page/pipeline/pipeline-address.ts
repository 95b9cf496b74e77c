import { pageAddress } from "../address/current.ts";
import { oneOf } from "../address/fields.ts";

export const pipelineAddress = pageAddress("pipeline", { view: oneOf("figures", "doctor") });
