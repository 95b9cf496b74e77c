import { describe, expect, it } from "vitest";
import { hmacPseudonyms } from "../../../runtime/hmac.ts";
import { validate } from "../../../shared/event/validate.ts";
import { normaliser } from "../../../shared/normalise/normalise.ts";
import { defaultPrivacyPolicy } from "../../../shared/privacy/policy.ts";
import { privacy } from "../../../shared/privacy/privacy.ts";
import { privacyStep } from "../../../shared/privacy/protect.ts";
import { locationUpdate } from "../../support/events.ts";

const normalise = normaliser("test/1");
const step = (withPayload: boolean) =>
  privacyStep({ privacy: privacy(defaultPrivacyPolicy, hmacPseudonyms("any key")), withPayload });

function draftOf(event: Record<string, unknown>) {
  const envelope = validate(event);
  if (!envelope.ok) throw new Error("the event is not valid");
  return normalise(event, envelope.value, 1_700_000_000_000);
}

describe("the privacy step", () => {
  it("is what takes the personal values out: before it they are there, after it in neither row nor payload", () => {
    const draft = draftOf(locationUpdate());
    expect(draft.row.mac_address).toBe("02:00:5e:00:00:01");
    const row = step(true)(draft);
    expect(row.mac_address).toMatch(/^hmac-/);
    expect(JSON.stringify(row)).not.toContain("02:00:5e");
  });

  it("writes a payload only where one is wanted", () => {
    expect(step(false)(draftOf(locationUpdate())).payload).toBeUndefined();
  });

  it("has the same answer for a place it has seen and for one it has not", () => {
    const protect = step(true);
    const event = locationUpdate({}, { location: { locationId: "02:00:5e:00:00:01", name: "ada@example.com" } });
    const [first, second] = [protect(draftOf(event)), protect(draftOf(event))];
    expect(second).toEqual(first);
    expect(first.location_name).toBeUndefined();
    expect(protect(draftOf(locationUpdate()))).toEqual(protect(draftOf(locationUpdate())));
  });
});
