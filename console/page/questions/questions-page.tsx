/** Every named question, its parameters, its answer as picture and table, and both to take away. */
import type { NamedQueryFacts } from "../../api.ts";
import { address } from "../address/current.ts";
import { useAnswer } from "../live/use-answer.ts";
import { PageHead } from "../parts/page-head.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useStage } from "../stage.ts";
import { Question } from "./question.tsx";
import { questionOf } from "./question-address.ts";
import { QuestionList } from "./question-list.tsx";

export function QuestionsPage() {
  const stage = useStage();
  const listed = useAnswer<readonly NamedQueryFacts[]>(stage?.has.lake === false ? undefined : "api/queries");
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
      {listed.failure.value !== undefined && <Failed failure={listed.failure.value} onRetry={listed.again} />}
      {queries === undefined && listed.asking.value && <Loading what="the questions" />}
      {queries !== undefined && (
        <div class="questions" data-chosen={chosen !== undefined}>
          <QuestionList queries={queries} chosen={name} />
          {chosen === undefined ? (
            <Empty title={name === "" ? "Choose a question" : "There is no question of that name"} />
          ) : (
            <Question key={chosen.name} query={chosen} />
          )}
        </div>
      )}
    </>
  );
}
