/** Explains what is named, of the stage, or what is given, of the reader: as this stage would take it. */
import { useSignal } from "@preact/signals";
import type { ExplainAnswer } from "../../../api.ts";
import { ask, type Failure, failureOf } from "../../api.ts";
import { Failed, Loading } from "../../parts/states.tsx";
import { eventsAddress } from "../events-address.ts";
import { Explained } from "./explained.tsx";
import { NameForm } from "./name-form.tsx";
import { NamedExplanation } from "./named-explanation.tsx";
import { RecordForm } from "./record-form.tsx";

export function ExplainView() {
  const { name } = eventsAddress.values.value;
  const given = useSignal<ExplainAnswer | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);
  const asking = useSignal(false);
  const explain = async (bytes: Blob) => {
    asking.value = true;
    given.value = undefined;
    failure.value = undefined;
    try {
      given.value = await ask<ExplainAnswer>("api/explain", { body: bytes });
    } catch (error) {
      failure.value = failureOf(error);
    }
    asking.value = false;
  };
  return (
    <div class="columns explain-view">
      <div class="stacked">
        <NameForm />
        <RecordForm onRecord={explain} />
      </div>
      <div class="stacked">
        {name !== "" && <NamedExplanation />}
        {asking.value && <Loading what="what becomes of it" />}
        {failure.value !== undefined && <Failed failure={failure.value} />}
        {given.value !== undefined && (
          <section class="panel" aria-label="Explanation of the record">
            <h2>The record you gave</h2>
            <Explained answer={given.value} />
          </section>
        )}
      </div>
    </div>
  );
}
