/** A Spaces event as Cisco prints it in JSON: the envelope and, but for KEEP_ALIVE, one payload field. */
export interface SpacesEvent {
  readonly recordUid: string;
  /** Epoch milliseconds. */
  readonly recordTimestamp: number;
  readonly spacesTenantId: string;
  readonly spacesTenantName: string;
  readonly partnerTenantId: string;
  readonly eventType: string;
  readonly [payloadField: string]: unknown;
}

/** A customer account. The offset stands in for the zone's rules: both zones used have no summer time. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly partnerTenantId: string;
  readonly timeZone: string;
  readonly utcOffsetMinutes: number;
}

export type Payload = Readonly<Record<string, unknown>>;

/** What happened, before it is put into an envelope. Of an event without a tenant, the ids are empty. */
export interface Fact {
  readonly eventType: string;
  readonly tenant: Tenant | undefined;
  readonly field: string | undefined;
  readonly payload: Payload | undefined;
}

export function fact(tenant: Tenant, eventType: string, field: string, payload: Payload): Fact {
  return { eventType, tenant, field, payload };
}

export function eventOf(what: Fact, recordUid: string, recordTimestamp: number): SpacesEvent {
  const envelope = {
    recordUid,
    recordTimestamp,
    spacesTenantId: what.tenant?.id ?? "",
    spacesTenantName: what.tenant?.name ?? "",
    partnerTenantId: what.tenant?.partnerTenantId ?? "",
    eventType: what.eventType,
  };
  return what.field === undefined ? envelope : { ...envelope, [what.field]: what.payload };
}

/** `2026-03-02T09:15:30`, local to the tenant; "" for a time that has not come. */
export function localDateTime(atMs: number, tenant: Tenant): string {
  if (atMs === 0) return "";
  return new Date(atMs + tenant.utcOffsetMinutes * 60_000).toISOString().slice(0, 19);
}

/** Hundredths: what a positioning engine's float prints. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
