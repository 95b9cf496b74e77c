/**
 * The three DynamoDB tables, declared once: the CDK stack, the local run and the contract tests all create them
 * from here. All keys are strings.
 *
 * events: the history of a subject.  pk `tenant_id#subject_kind#subject_id`, sk `occurred_at` (13 digits) `#record_uid`
 * state:  what is true of it now.    same pk, sk aspect; index by-location: who and what is at a place now,
 *         pk `tenant_id#place`, sk slot of five minutes last seen in `#subject_kind#subject_id#aspect`; keys only
 * places: what a place says of itself, to which the others refer.  pk `tenant_id#location_id`, sk digest; a key for each
 *         place, since every process that starts writes those it meets, and a partition takes 1,000 writes a second
 */
interface KeyPair {
  readonly partition: string;
  readonly sort: string;
}

export interface TableDefinition {
  readonly key: KeyPair;
  /** Attribute with the epoch second after which DynamoDB deletes the item, within days; until then readers give it. `undefined`: kept for ever. */
  readonly ttlAttribute: string | undefined;
  /** Sparse: an item without both attributes is not in the index. Of keys only: written when one of them changes. */
  readonly indexes: readonly { readonly name: string; readonly key: KeyPair }[];
}

/** Attribute of the time an item may be deleted, epoch seconds. */
export const EXPIRES_AT = "expires_at";
export const BY_LOCATION_INDEX = "by-location";
export const BY_LOCATION_KEY = { partition: "location_pk", sort: "location_sk" } as const;

export const eventsTable: TableDefinition = {
  key: { partition: "pk", sort: "sk" },
  ttlAttribute: EXPIRES_AT,
  indexes: [],
};

export const stateTable: TableDefinition = {
  key: { partition: "pk", sort: "sk" },
  ttlAttribute: EXPIRES_AT,
  indexes: [{ name: BY_LOCATION_INDEX, key: BY_LOCATION_KEY }],
};

export const placesTable: TableDefinition = {
  key: { partition: "pk", sort: "sk" },
  ttlAttribute: undefined,
  indexes: [],
};
