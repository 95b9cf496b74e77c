/** Values that are right in form and yet are none: a Region that does not exist, an event type with a slip of the finger. */
import { eventTypes } from "../../shared/normalise/event-types.ts";
import { nearest } from "./nearest.ts";
import type { SpacesConfig } from "./spaces-config.ts";

/** As aws-cdk-lib knows them; a test holds the two together. A newer Region comes with a newer aws-cdk-lib. */
export const regions: readonly string[] =
  `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
  ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
  cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-isoe-west-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
  eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 us-east-1 us-east-2
  us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 us-isof-east-1 us-isof-south-1
  us-west-1 us-west-2`.split(/\s+/);

/** A type that is this near to a known one is taken for a slip; farther off, for a type that is newer than this list. */
const SLIP_CHANGES = 2;

const knownTypes: readonly string[] = [...Object.keys(eventTypes), "KEEP_ALIVE"];

export function unknownRegion({ region }: SpacesConfig): string | undefined {
  if (region === undefined || regions.includes(region)) return undefined;
  const meant = nearest(region, regions, region.length);
  return `region is "${region}"; AWS has no such Region that this version knows. Did you mean ${meant}?`;
}

export function misspeltEventType({ ignoreEventTypes, history }: SpacesConfig): string | undefined {
  const slips = [...slipsIn("ignoreEventTypes", ignoreEventTypes), ...slipsIn("history.exclude", history.exclude)];
  return slips.length === 0 ? undefined : slips.join(" ");
}

function slipsIn(field: string, types: readonly string[]): readonly string[] {
  return types.flatMap((type, index) => {
    const meant = knownTypes.includes(type) ? undefined : nearest(type, knownTypes, SLIP_CHANGES);
    return meant === undefined ? [] : [`${field}.${index} is "${type}"; did you mean ${meant}?`];
  });
}
