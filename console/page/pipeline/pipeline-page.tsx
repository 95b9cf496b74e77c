/** How events get through: what is measured of it, and what the doctor says. */
import { PageHead } from "../parts/page-head.tsx";
import { Doctor } from "./doctor.tsx";
import { Figures } from "./figures.tsx";
import { pipelineAddress } from "./pipeline-address.ts";

export function PipelinePage() {
  const { view } = pipelineAddress.values.value;
  return (
    <>
      <PageHead
        title="Pipeline"
        views={[
          { title: "Figures", href: pipelineAddress.href(), isShown: view === "figures" },
          { title: "Doctor", href: pipelineAddress.href({ view: "doctor" }), isShown: view === "doctor" },
        ]}
      />
      {view === "doctor" ? <Doctor /> : <Figures />}
    </>
  );
}
