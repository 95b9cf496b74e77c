/** The stage that is looked at, as its server named it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { StageFacts } from "../api.ts";
import type { UsedAnswer } from "./live/use-answer.ts";

export const StageContext = createContext<UsedAnswer<StageFacts> | undefined>(undefined);

/** Undefined until it is known. */
export function useStage(): StageFacts | undefined {
  return useContext(StageContext)?.answer.value;
}
