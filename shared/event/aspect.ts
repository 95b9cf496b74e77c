/** The sides of a subject whose newest state is kept, each on its own. */
export type Aspect =
  | "position"
  | "presence"
  | "profile"
  | "telemetry"
  | "count"
  | "status"
  | "hierarchy"
  | "activation";
