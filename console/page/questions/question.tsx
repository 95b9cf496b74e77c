/** One question: what it takes, and what was answered. */
import { useSignal } from "@preact/signals";
import type { NamedQueryFacts, QueryAnswer } from "../../api.ts";
import type { Params } from "../address/address.ts";
import { address, go } from "../address/current.ts";
import { useAnswer } from "../live/use-answer.ts";
import { Failed, Loading } from "../parts/states.tsx";
import { Answer } from "./answer.tsx";
import { ParameterInput } from "./parameter-input.tsx";
import { addressOf, questionOf } from "./question-address.ts";

interface QuestionProps {
  readonly query: NamedQueryFacts;
  /** What is asked where the address says nothing. */
  readonly usual: Params;
}

export function Question({ query, usual }: QuestionProps) {
  const { name, title, description, parameters } = query;
  const asked = questionOf(address.value.params);
  const typed = useSignal<Params>({ ...usual, ...asked.parameters });
  const answered = useAnswer<QueryAnswer>(asked.isAsked ? "api/query" : undefined, { ...asked.parameters, name });
  const { answer, failure, asking } = answered;
  const ask = (event: Event) => {
    event.preventDefault();
    const isSame = asked.isAsked && JSON.stringify(asked.parameters) === JSON.stringify(typed.value);
    if (isSame) answered.again();
    else go(addressOf({ name, isAsked: true, parameters: typed.value }));
  };
  return (
    <div class="question">
      <div class="panel">
        <h2>{title}</h2>
        <p>{description}.</p>
        <form class="filters" onSubmit={ask}>
          {parameters.map((parameter) => (
            <ParameterInput
              key={parameter.name}
              parameter={parameter}
              value={typed.value[parameter.name]}
              onChange={(text) => {
                typed.value = withParameter(typed.value, parameter.name, text);
              }}
            />
          ))}
          <div class="actions">
            <button type="submit" class="main" disabled={asked.isAsked && asking.value}>
              {asked.isAsked ? "Ask again" : "Ask"}
            </button>
          </div>
        </form>
      </div>
      {asked.isAsked && failure.value !== undefined && <Failed failure={failure.value} onRetry={answered.again} />}
      {asked.isAsked && failure.value === undefined && answer.value === undefined && asking.value && (
        <Loading what="the lake" />
      )}
      {asked.isAsked && answer.value !== undefined && <Answer query={query} answer={answer.value} />}
    </div>
  );
}

/** An emptied field says nothing: the default holds. */
function withParameter(params: Params, name: string, text: string): Params {
  const { [name]: _, ...others } = params;
  return text === "" ? others : { ...others, [name]: text };
}
