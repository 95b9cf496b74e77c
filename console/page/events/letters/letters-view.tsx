/** What was given up, in groups; one of them decoded; and putting them again. */
import { useSignal } from "@preact/signals";
import type { LettersQuery, QueryAnswer } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { Empty, Failed, Loading } from "../../parts/states.tsx";
import { countText } from "../../text/number.ts";
import { eventsAddress } from "../events-address.ts";
import { groupingsOf, groupsOf } from "./groups.ts";
import { LetterFilters } from "./letter-filters.tsx";
import { LetterGroups } from "./letter-groups.tsx";
import { LetterPanel } from "./letter-panel.tsx";
import { RedriveDialog } from "./redrive-dialog.tsx";

export function LettersView() {
  const { by, code, tenants, types, place, from, to, letter } = eventsAddress.values.value;
  const grouped = groupingsOf(by);
  const selection: LettersQuery = {
    code: code.join(","),
    tenant: tenants.join(","),
    type: types.join(","),
    place: place.join(","),
    from,
    to,
  };
  const listed = useAnswer<QueryAnswer>("api/letters", { ...selection, by: grouped.join(",") });
  return (
    <>
      <LetterFilters grouped={grouped} />
      <div class={letter === "" ? "beside" : "beside open"}>
        <section class="panel">
          {listed.failure.value !== undefined && <Failed failure={listed.failure.value} onRetry={listed.again} />}
          {listed.failure.value === undefined && listed.answer.value === undefined && (
            <Loading what="what was given up" />
          )}
          {listed.answer.value !== undefined && (
            <Listed answer={listed.answer.value} selection={selection} onRedriven={listed.again} />
          )}
        </section>
        {letter !== "" && <LetterPanel id={letter} />}
      </div>
    </>
  );
}

interface ListedProps {
  readonly answer: QueryAnswer;
  readonly selection: LettersQuery;
  onRedriven(): void;
}

function Listed({ answer, selection, onRedriven }: ListedProps) {
  const redriving = useSignal(false);
  const show = (shown: boolean) => () => {
    redriving.value = shown;
  };
  const groups = groupsOf(answer);
  const letters = groups.reduce((sum, group) => sum + group.letters, 0);
  const isNarrow = Object.values(selection).some((said) => said !== "");
  if (letters === 0)
    return (
      <Empty title={isNarrow ? "No dead letter is like this" : "Nothing was given up"}>
        <p>
          {isNarrow
            ? "Take a filter away to see others."
            : "Every record that came was stored, ignored as configured, or comes again."}
        </p>
      </Empty>
    );
  return (
    <>
      <div class="actions">
        <button type="button" onClick={show(true)}>
          Put {isNarrow ? "these" : "all"} again …
        </button>
        <p class="counts">
          <b>{countText(letters, "dead letter")}</b> in {countText(groups.length, "group")}
        </p>
      </div>
      <LetterGroups groups={groups} selection={selection} />
      {redriving.value && <RedriveDialog selection={selection} onClose={show(false)} onRedriven={onRedriven} />}
    </>
  );
}
