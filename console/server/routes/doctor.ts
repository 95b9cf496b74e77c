import { examine, LOOK_BACK_MINUTES } from "../../../cli/doctor/examine.ts";
import { silenceReasons } from "../../../cli/doctor/silence.ts";
import type { DoctorAnswer, DoctorProgress } from "../../api.ts";
import type { Route } from "../route.ts";

export const doctorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/doctor",
    async answer({ signal }, parts) {
      const { stage } = await parts.open();
      return {
        async events(send) {
          const progress = (done: number, of: number) => {
            const told: DoctorProgress = { done, of };
            send("progress", told).catch(() => {});
          };
          const { findings, silent } = await examine(stage, { minutes: LOOK_BACK_MINUTES, signal, progress });
          const answer: DoctorAnswer = { findings, silence: silent ? silenceReasons : [] };
          await send("findings", answer);
        },
      };
    },
  },
];
