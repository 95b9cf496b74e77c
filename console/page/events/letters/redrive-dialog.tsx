/** Puts letters again: first what it would do, then a confirmation, then what became of them. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LettersQuery, RedriveAnswer, RedriveRequest } from "../../../api.ts";
import { type Failure, failureOf, follow } from "../../api.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Working } from "../../parts/progress.tsx";
import { Failed } from "../../parts/states.tsx";
import { useStage } from "../../stage.ts";
import { countText, numberText } from "../../text/number.ts";
import { Redriven } from "./redriven.tsx";

interface RedriveProps {
  readonly selection: LettersQuery;
  onClose(): void;
  onRedriven(): void;
}

interface Told {
  /** As the command line tells it. */
  readonly says: string;
}

export function RedriveDialog({ selection, onClose, onRedriven }: RedriveProps) {
  const stage = useStage();
  const would = useSignal<RedriveAnswer | undefined>(undefined);
  const did = useSignal<RedriveAnswer | undefined>(undefined);
  const told = useSignal<Told | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const gone = useRef(new AbortController());
  const run = async (dryRun: boolean) => {
    told.value = { says: dryRun ? "Counting what would be put …" : "Putting them …" };
    failure.value = undefined;
    const body: RedriveRequest = { selection: said(selection), dryRun };
    const handlers = {
      progress: (progress: Told) => {
        told.value = progress;
      },
      redriven: (answer: RedriveAnswer) => {
        (dryRun ? would : did).value = answer;
      },
    };
    await follow("api/letters/redrive", handlers, { body, signal: gone.current.signal }).catch((error: unknown) => {
      failure.value = failureOf(error);
    });
    told.value = undefined;
  };
  useEffect(() => {
    void run(true);
    return () => gone.current.abort();
  }, []);
  const close = () => {
    onClose();
    if (did.peek() !== undefined) onRedriven();
  };
  const put = would.value?.put ?? 0;
  const isRunning = told.value !== undefined;
  return (
    <Dialog
      title={did.value === undefined ? "Put dead letters again" : "They were put"}
      closes={did.value === undefined ? (isRunning && would.value !== undefined ? "Stop" : "Leave them") : "Close"}
      onClose={close}
      actions={
        did.value === undefined &&
        put > 0 && (
          <button type="button" class="main" disabled={isRunning} onClick={() => run(false)}>
            Put {countText(put, "letter")} into {stage?.name ?? "the stage"}
          </button>
        )
      }
    >
      <Selected selection={selection} />
      {would.value !== undefined && did.value === undefined && <Would answer={would.value} />}
      {told.value !== undefined && <Working says={told.value.says} />}
      {failure.value !== undefined && <Failed failure={failure.value} />}
      {did.value !== undefined && <Redriven answer={did.value} />}
    </Dialog>
  );
}

function Selected({ selection }: { readonly selection: LettersQuery }) {
  const chosen = Object.entries(said(selection));
  if (chosen.length === 0) return <p>All dead letters of the stage.</p>;
  return (
    <dl class="fact-list">
      {chosen.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="breaks">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Would({ answer: { put, letters, says } }: { readonly answer: RedriveAnswer }) {
  return (
    <div role="status">
      <p>
        <b>
          {put === 0
            ? "None of them would be put."
            : `${numberText(put)} of ${countText(letters, "letter")} would be put.`}
        </b>
      </p>
      {says.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {put > 0 && (
        <p>
          They go into the transport they came from, and are stored once, however often they are put. What is rejected
          again becomes a dead letter again.
        </p>
      )}
    </div>
  );
}

/** Without what is empty. */
function said(selection: LettersQuery): LettersQuery {
  return Object.fromEntries(Object.entries(selection).filter(([, text]) => text !== undefined && text !== ""));
}
