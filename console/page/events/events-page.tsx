/** What arrives, what becomes of one event, and what was given up. */
import { PageHead } from "../parts/page-head.tsx";
import { eventsAddress } from "./events-address.ts";
import { ExplainView } from "./explain/explain-view.tsx";
import { LettersView } from "./letters/letters-view.tsx";
import { TapView } from "./tap/tap-view.tsx";

const views = { tap: TapView, letters: LettersView, explain: ExplainView } as const;
const titles = { tap: "What arrives", letters: "Dead letters", explain: "Explain" } as const;

export function EventsPage() {
  const { view } = eventsAddress.values.value;
  const View = views[view];
  return (
    <>
      <PageHead
        title="Events"
        views={(["tap", "letters", "explain"] as const).map((one) => ({
          title: titles[one],
          href: eventsAddress.href({ view: one }),
          isShown: one === view,
        }))}
      />
      <View />
    </>
  );
}
