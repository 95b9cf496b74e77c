/**
 * What Cisco says of a location → the row of it, by the core's own reader and after the privacy policy: as if the location
 * had just changed, which is the event that says the same.
 */
import type { Core } from "../../runtime/start-core.ts";
import { isObject, type JsonObject } from "../../shared/event/event-record.ts";
import { identityProblem } from "../../shared/event/identity.ts";
import { validate } from "../../shared/event/validate.ts";
import type { Row } from "../../shared/row.ts";
import { rowColumns } from "../row-columns.ts";
import type { SeenLocation } from "./seen.ts";

/** `answer` is the body of the location's look-up, `map` that of its map's. `undefined` for what is no location, or what the policy leaves no id of. */
export function placeRow(
  { tenant, tenantName, partnerTenantId, mapId }: SeenLocation,
  answer: unknown,
  map: JsonObject | undefined,
  { normalise, protect }: Pick<Core, "normalise" | "protect">,
): Row | undefined {
  if (!isObject(answer) || !isObject(answer.location)) return undefined;
  const details = isObject(answer.locationDetails) ? answer.locationDetails : {};
  const own = isObject(details.mapDetails) ? details.mapDetails : {};
  const mapDetails = { ...map, ...own, ...(mapId !== undefined && { mapId }) };
  const event: JsonObject = {
    recordUid: "places-sync",
    recordTimestamp: 1,
    spacesTenantId: tenant,
    spacesTenantName: tenantName,
    partnerTenantId,
    eventType: "LOCATION_CHANGE",
    locationHierarchyChange: { location: answer.location, locationDetails: { ...details, mapDetails } },
  };
  const envelope = validate(event);
  if (!envelope.ok) return undefined;
  const row = protect(normalise(event, envelope.value, 1));
  return identityProblem(row) === undefined && row.location_id !== undefined ? row : undefined;
}

/** The place's own columns, without what is of the event that there never was: the same for the same answers. */
export function placeToTell(row: Row): object {
  const { record_uid, event_type, occurred_at, received_at, subject_kind, subject_id, ...place } = rowColumns(row);
  const { change_type, ...labels } = row.labels ?? {};
  return { ...place, labels };
}
