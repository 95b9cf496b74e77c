/** Customers who switch the application on and off, and the admins of their accounts. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { enumName, joined, text } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label } from "./facts.ts";

const adminChange = messageNamed("AccountAdminChange");
const changeType = enumNamed("ChangeType");

export function normaliseAppActivation(row: Row, payload: JsonObject): void {
  row.tenant_id ??= text(payload.spacesTenantId);
  row.tenant_name ??= text(payload.spacesTenantName);
  row.partner_tenant_id ??= text(payload.partnerTenantId);
  setSubject(row, "tenant", row.tenant_id);
  label(row, "activation", row.event_type === "APP_DE_ACTIVATION" ? "deactivated" : "activated");
  label(row, "activation_name", text(payload.name));
  label(row, "reference_id", text(payload.referenceId));
  label(row, "instance_name", text(payload.instanceName));
  label(row, "mac_filters", joined(payload.macFilters));
  label(row, "iot_groups", joined(payload.iotGroups));
}

export function normaliseAdminChange(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const email = text(payload.loginEmail);
  setSubject(row, "admin", email);
  label(row, "login_email", email);
  label(row, "change_type", enumName(changeType, payload.changeType, zeroOf(adminChange, payload)));
}
