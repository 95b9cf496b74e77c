/** Page Building: every floor and how full it is; one of them closely; one of them on a wall. */
import { useEffect } from "preact/hooks";
import type { PlacesAnswer } from "../../api.ts";
import { useAnswer } from "../live/use-answer.ts";
import { PageHead } from "../parts/page-head.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useStage } from "../stage.ts";
import { buildingAddress } from "./address.ts";
import { FloorPage } from "./floor/floor-page.tsx";
import { Kiosk } from "./kiosk/kiosk.tsx";
import { PlacesNav } from "./places/places-nav.tsx";
import { PlacesOverview } from "./places/places-overview.tsx";

const AGAIN_EVERY_MS = 10_000;

export function BuildingPage() {
  const { tenant, floor, kiosk } = buildingAddress.values.value;
  const place = { id: floor, ...(tenant !== "" && { tenant }) };
  const key = JSON.stringify([tenant, floor]);
  if (floor === "") return <Overview />;
  if (kiosk) return <Kiosk key={key} place={place} />;
  return (
    <div class="building">
      <Beside tenant={tenant} floor={floor} />
      <FloorPage key={key} place={place} />
    </div>
  );
}

function usePlaces() {
  const places = useAnswer<PlacesAnswer>("api/places");
  useEffect(() => {
    const again = setInterval(() => {
      if (!document.hidden) places.again();
    }, AGAIN_EVERY_MS);
    return () => clearInterval(again);
  }, []);
  return places;
}

function Overview() {
  const places = usePlaces();
  const answer = places.answer.value;
  const isLocal = useStage()?.local;
  return (
    <>
      <PageHead title="Buildings" />
      {answer === undefined ? (
        places.failure.value === undefined ? (
          <Loading what="the places" />
        ) : (
          <Failed failure={places.failure.value} onRetry={places.again} />
        )
      ) : answer.tenants.length === 0 ? (
        <Empty title="No place is known yet.">
          {isLocal === true
            ? "The first events of the run bring them; this page looks again by itself."
            : "Events bring the places they happen at. If none arrive, the page Pipeline and spaces doctor say why."}
        </Empty>
      ) : (
        <>
          {places.failure.value !== undefined && <Failed failure={places.failure.value} onRetry={places.again} />}
          <PlacesOverview places={answer} />
          <p class="quiet-text">
            Devices and people were seen by Wi-Fi in the last 15 minutes; cameras and sensors told something in the last
            day.
          </p>
        </>
      )}
    </>
  );
}

/** A floor is shown without it, too. */
function Beside({ tenant, floor }: { readonly tenant: string; readonly floor: string }) {
  const places = usePlaces();
  const answer = places.answer.value;
  return (
    <div class="building-nav">
      <a href={buildingAddress.href()}>All buildings</a>
      {answer !== undefined && <PlacesNav places={answer} tenant={tenant} floor={floor} />}
    </div>
  );
}
