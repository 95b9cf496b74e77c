/** One event of the address, explained beside what it was found in. */
import { useEffect, useRef } from "preact/hooks";
import type { ExplainAnswer } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { Failed, Loading } from "../../parts/states.tsx";
import { eventsAddress } from "../events-address.ts";
import { Explained } from "./explained.tsx";
import { spanAround } from "./span-around.ts";

export function NamedExplanation() {
  const { name, at, from, to } = eventsAddress.values.value;
  const explained = useAnswer<ExplainAnswer>("api/explain", { name, ...spanAround(at, from, to) });
  const head = useRef<HTMLHeadingElement>(null);
  // Another name is another panel to read.
  useEffect(() => head.current?.focus(), [name]);
  const { answer, failure } = explained;
  return (
    <section class="panel explain" aria-label={`Explanation of ${name}`}>
      <div class="panel-head">
        <h2 ref={head} tabIndex={-1}>
          Explained
        </h2>
        <code class="name">{name}</code>
        <button
          type="button"
          class="quiet"
          onClick={() => eventsAddress.go({ name: "", at: undefined })}
          aria-label="Close the explanation"
        >
          ✕
        </button>
      </div>
      {failure.value !== undefined && <Failed failure={failure.value} onRetry={explained.again} />}
      {failure.value === undefined && answer.value === undefined && (
        <Loading what="where it came from and what it left" />
      )}
      {answer.value !== undefined && <Explained answer={answer.value} />}
    </section>
  );
}
