/** A letter's bytes as they came, before any privacy policy: shown to who says that they want to see them. */
import { useSignal } from "@preact/signals";
import type { LetterAnswer } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Failed, Loading } from "../../parts/states.tsx";
import { bytesOf, hexText } from "./hex-text.ts";

export function RawBytes({ id }: { readonly id: string }) {
  const asked = useSignal<"no" | "asking" | "yes">("no");
  const set = (to: typeof asked.value) => () => {
    asked.value = to;
  };
  const wanted = useAnswer<LetterAnswer>(asked.value === "yes" ? "api/letters/one" : undefined, { id, raw: "true" });
  const raw = wanted.answer.value?.raw;
  if (asked.value !== "yes")
    return (
      <>
        <div class="actions">
          <button type="button" onClick={set("asking")}>
            Show its bytes …
          </button>
        </div>
        {asked.value === "asking" && (
          <Dialog
            title="These bytes are personal"
            closes="Leave them"
            onClose={() => {
              if (asked.peek() === "asking") asked.value = "no";
            }}
            actions={
              <button type="button" class="main" onClick={set("yes")}>
                Show them
              </button>
            }
          >
            <p>
              A dead letter keeps the record as it came: no privacy policy was applied. It may name devices, people and
              where they were. Show it where nobody else looks at your screen.
            </p>
          </Dialog>
        )}
      </>
    );
  if (wanted.failure.value !== undefined) return <Failed failure={wanted.failure.value} onRetry={wanted.again} />;
  if (raw === undefined) return <Loading what="its bytes" />;
  return (
    <section aria-label="Its bytes">
      <div class="panel-head">
        <h3>Its bytes, as they came: personal</h3>
        <CopyButton label="Copy" text={() => raw.text ?? raw.base64} />
        <button type="button" onClick={set("no")}>
          Hide
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys as well. */}
      <pre class="code" tabIndex={0}>
        {raw.text ?? hexText(bytesOf(raw.base64))}
      </pre>
    </section>
  );
}
