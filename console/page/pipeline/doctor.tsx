/** What the doctor says, once it was asked: it reads much of the stage, so that it does not start by itself. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { DoctorAnswer, DoctorProgress } from "../../api.ts";
import { type Failure, failureOf, follow } from "../api.ts";
import { Mark } from "../parts/mark.tsx";
import { Progress } from "../parts/progress.tsx";
import { Failed } from "../parts/states.tsx";
import { useStage } from "../stage.ts";

type Finding = DoctorAnswer["findings"][number];
const order: readonly Finding["verdict"][] = ["bad", "unknown", "good"];

export function Doctor() {
  const stage = useStage();
  const progress = useSignal<DoctorProgress | undefined>(undefined);
  const answer = useSignal<DoctorAnswer | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const looking = useSignal(false);
  const gone = useRef(new AbortController());
  useEffect(() => () => gone.current.abort(), []);
  const look = async () => {
    looking.value = true;
    failure.value = undefined;
    progress.value = undefined;
    const handlers = {
      progress: (said: DoctorProgress) => {
        progress.value = said;
      },
      findings: (said: DoctorAnswer) => {
        answer.value = said;
      },
    };
    await follow("api/doctor", handlers, { signal: gone.current.signal }).catch((error: unknown) => {
      failure.value = failureOf(error);
    });
    looking.value = false;
  };
  return (
    <section class="panel">
      <h2>What the doctor says</h2>
      <p>
        It looks at everything between Cisco's put and the tables of {stage?.name ?? "the stage"}, within a minute.
        Nothing is changed.
      </p>
      <div class="actions">
        <button type="button" class="main" onClick={look} disabled={looking.value}>
          {answer.value === undefined ? "Look now" : "Look again"}
        </button>
        {looking.value && <Progress done={progress.value?.done ?? 0} of={progress.value?.of} what="looked at" />}
      </div>
      {failure.value !== undefined && <Failed failure={failure.value} onRetry={look} />}
      {answer.value !== undefined && <Findings answer={answer.value} />}
    </section>
  );
}

function Findings({ answer: { findings, silence } }: { readonly answer: DoctorAnswer }) {
  const count = (verdict: Finding["verdict"]) => findings.filter((finding) => finding.verdict === verdict).length;
  const inOrder = findings.toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
  return (
    <>
      <p role="status">
        <b>
          {count("bad")} bad, {count("unknown")} unknown, {count("good")} good.
        </b>
      </p>
      <ul class="findings">
        {inOrder.map(({ name, verdict, says, todo }, place) => (
          <li key={`${place}${name}`}>
            <Mark is={verdict}>{verdict}</Mark>
            <div>
              <b>{name}</b>
              <p>{says}</p>
              {todo !== undefined && <p class="todo">{todo}</p>}
            </div>
          </li>
        ))}
      </ul>
      {silence.length > 0 && (
        <>
          <h3>Where all here is well and nothing comes, it is one of these</h3>
          <ol>
            {silence.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
