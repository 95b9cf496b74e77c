/** What is measured, live: by channel, then tenants, alarms and cost, then what cannot be had and why. */
import { useSignal } from "@preact/signals";
import type { PipelineAnswer } from "../../api.ts";
import { useLive } from "../live/use-live.ts";
import { LostLine } from "../parts/lost-line.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useStage } from "../stage.ts";
import { clockText } from "../text/time.ts";
import { Alarms } from "./alarms.tsx";
import { Channel } from "./channel.tsx";
import { pipelineAddress } from "./pipeline-address.ts";
import { Tenants } from "./tenants.tsx";
import { Totals } from "./totals.tsx";

export function Figures() {
  const stage = useStage();
  const answer = useSignal<PipelineAnswer | undefined>(undefined);
  const live = useLive(
    "api/pipeline/live",
    {},
    {
      pipeline: (said: PipelineAnswer) => {
        answer.value = said;
      },
    },
  );
  const { value } = answer;
  if (value === undefined) {
    if (live.failure.value !== undefined) return <Failed failure={live.failure.value} onRetry={live.retry} />;
    return <Loading what={`the figures of ${stage?.name ?? "the stage"}`} />;
  }
  return (
    <>
      <LostLine live={live} />
      <Totals answer={value} />
      {value.channels.length === 0 && (
        <Empty title="No channel has sent anything yet">
          <p>
            The <a href={pipelineAddress.href({ view: "doctor" })}>doctor</a> looks at everything between Cisco's put
            and the tables, and says what is wrong.
          </p>
        </Empty>
      )}
      {value.channels.map((figures) => (
        <Channel key={figures.channel} figures={figures} atMs={value.atMs} />
      ))}
      <div class="columns">
        <Tenants tenants={value.tenants} atMs={value.atMs} />
        {value.alarms !== undefined && <Alarms alarms={value.alarms} atMs={value.atMs} />}
      </div>
      {value.missing.length > 0 && (
        <section class="panel">
          <h2>Not to be had here</h2>
          <ul>
            {value.missing.map((clause) => (
              <li key={clause}>{clause}</li>
            ))}
          </ul>
        </section>
      )}
      <p class="quiet-text">As of {clockText(value.atMs)}</p>
    </>
  );
}
