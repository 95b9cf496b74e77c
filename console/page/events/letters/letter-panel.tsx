/** One dead letter: what is known of it, what its bytes decode to, and, when asked, the bytes. */
import { useEffect, useRef } from "preact/hooks";
import type { LetterAnswer } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { FieldList } from "../../parts/field-list.tsx";
import { Failed, Loading } from "../../parts/states.tsx";
import { eventsAddress } from "../events-address.ts";
import { Explained } from "../explain/explained.tsx";
import { RawBytes } from "./raw-bytes.tsx";

export function LetterPanel({ id }: { readonly id: string }) {
  const shown = useAnswer<LetterAnswer>("api/letters/one", { id });
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [id]);
  const { answer, failure } = shown;
  const explanation = answer.value?.explanation;
  return (
    <section class="panel explain" aria-label="One dead letter">
      <div class="panel-head">
        <h2 ref={head} tabIndex={-1}>
          One dead letter
        </h2>
        <button
          type="button"
          class="quiet"
          onClick={() => eventsAddress.go({ letter: "" })}
          aria-label="Close the letter"
        >
          ✕
        </button>
      </div>
      {failure.value !== undefined && <Failed failure={failure.value} onRetry={shown.again} />}
      {failure.value === undefined && answer.value === undefined && <Loading what="the letter" />}
      {answer.value !== undefined && (
        <>
          <FieldList fields={answer.value.letter} />
          {explanation !== undefined && (
            <>
              <h3>What this stage would make of it now</h3>
              <Explained answer={{ records: [explanation] }} />
            </>
          )}
          <RawBytes key={id} id={id} />
        </>
      )}
    </section>
  );
}
