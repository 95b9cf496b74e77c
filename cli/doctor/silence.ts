/** Why a channel is silent though all here is well: what the guide names, and what only Cisco's side can tell. */
export const silenceReasons: readonly string[] = [
  "The channel in the Partner Dashboard is not active, or its values are not those of spaces channel: Region, stream name, key. A key that was rotated is pasted again.",
  "In the sandbox: simulated events are off. Switch them on in the Partner Dashboard, or spaces simulate | spaces put in their place.",
  "No customer has activated the application, or its activation has ended: spaces now and the tenants of the lake say who was heard of.",
  "The activation is of no locations: the customer chooses them, and events of others are not sent.",
  "The locations are in no group or hierarchy that the application sees: a floor without a map sends no positions.",
  "The event types are not chosen for the application, or only such as this stage ignores (ignoreEventTypes).",
  "Another channel, or another stage, has the values: each channel is pushed to by itself.",
  "The customer's connector is down, or its network sends nothing: its own dashboard in Cisco Spaces says so.",
];
