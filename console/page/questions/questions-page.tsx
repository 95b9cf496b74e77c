/** Every named question, its parameters, its answer as picture and table, and both to take away. */
import { useContext } from "preact/hooks";
import type { NamedQueryFacts, PlacesAnswer } from "../../api.ts";
import { address } from "../address/current.ts";
import { useAnswer } from "../live/use-answer.ts";
import { PageHead } from "../parts/page-head.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { StageContext } from "../stage.ts";
import { Question } from "./question.tsx";
import { questionOf } from "./question-address.ts";
import { QuestionList } from "./question-list.tsx";
import { usualParameters } from "./usual-parameters.ts";

export function QuestionsPage() {
  const facts = useContext(StageContext);
  const stage = facts?.answer.value;
  const listed = useAnswer<readonly NamedQueryFacts[]>(stage?.has.lake ? "api/queries" : undefined);
  // A local run tells of days gone by, and only what stands in its tables says of which.
  const places = useAnswer<PlacesAnswer>(stage?.local ? "api/places" : undefined);
  const nowMs = stage?.local ? (places.answer.value?.atMs ?? (places.failure.value && Date.now())) : Date.now();
  const { name } = questionOf(address.value.params);
  const queries = listed.answer.value;
  const chosen = queries?.find((query) => query.name === name);
  return (
    <>
      <PageHead title="Questions" />
      {stage?.has.lake === false && (
        <Empty title="This stage has no lake to ask">
          <p>
            Questions are asked of the lake. docs/lake.md says how it is deployed; what the tables hold is under
            Building.
          </p>
        </Empty>
      )}
      {facts?.failure.value !== undefined && <Failed failure={facts.failure.value} onRetry={facts.again} />}
      {listed.failure.value !== undefined && <Failed failure={listed.failure.value} onRetry={listed.again} />}
      {queries === undefined && (facts?.asking.value || listed.asking.value) && <Loading what="the questions" />}
      {queries !== undefined && (
        <div class="questions" data-chosen={chosen !== undefined}>
          <QuestionList queries={queries} chosen={chosen === undefined ? "" : name} />
          {chosen !== undefined && nowMs !== undefined && (
            <Question key={chosen.name} query={chosen} usual={usualParameters(chosen.parameters, nowMs)} />
          )}
          {chosen === undefined && name !== "" && <Empty title="There is no question of that name; these there are." />}
        </div>
      )}
    </>
  );
}
