/** Takes out of the tables what a command put there. */
import type { PlaceKey, SubjectKey } from "../../shared/state/keys.ts";

export interface TablesEraser {
  /** State and history; answers how many items there were. */
  subject(subject: SubjectKey): Promise<number>;
  /** Whatever a place said of itself; its id is a location's. */
  place(place: PlaceKey): Promise<number>;
}
