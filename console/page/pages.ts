/** The pages there are, in the order of the navigation. */
import type { ComponentType } from "preact";
import { BuildingPage } from "./building/building-page.tsx";
import { EventsPage } from "./events/events-page.tsx";
import { PipelinePage } from "./pipeline/pipeline-page.tsx";
import { QuestionsPage } from "./questions/questions-page.tsx";

export interface Page {
  /** In the address: `#/building`. */
  readonly path: string;
  readonly title: string;
  /** After `g`. */
  readonly key: string;
  readonly Page: ComponentType;
}

export const pages: readonly [Page, ...Page[]] = [
  { path: "building", title: "Building", key: "b", Page: BuildingPage },
  { path: "pipeline", title: "Pipeline", key: "p", Page: PipelinePage },
  { path: "events", title: "Events", key: "e", Page: EventsPage },
  { path: "questions", title: "Questions", key: "q", Page: QuestionsPage },
];
