/** Takes out of the tables what a command put there. */
import type { SubjectKey } from "../../shared/state/keys.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";

export interface TablesEraser {
  /** State and history; answers how many items there were. */
  subject(subject: SubjectKey): Promise<number>;
  /** What a place said of itself. */
  place(place: PlaceReference): Promise<void>;
}
