/**
 * The collections, declared once: Terraform's test, the local run and the contract tests read them from here.
 *
 * events: the history of a subject.                       tenant!kind!id!time!uid
 * state:  what is true of it now; found by its place.     tenant!kind!id!aspect
 * places: what a place says of itself, to which the others refer.  tenant!location!digest
 */
export const EVENTS = "events";
export const STATE = "state";
export const PLACES = "places";

export type Collection = typeof EVENTS | typeof STATE | typeof PLACES;

/** Timestamp after which Firestore deletes the document, within a day; until then readers give it. */
export const EXPIRES_AT = "expires_at";
/** The place a state document is found under, and the slot of five minutes it was last seen in, epoch seconds. */
export const PLACE = "place";
export const SLOT = "slot";

/** Collections whose documents expire. https://firebase.google.com/docs/firestore/ttl */
export const expiring: readonly Collection[] = [EVENTS, STATE];

interface Index {
  readonly collection: Collection;
  /** Ascending, in this order. */
  readonly fields: readonly string[];
}

/**
 * All there is. The Enterprise edition makes none by itself, and bills each entry that is written; in the Standard
 * edition the indexes it makes of every field are to be exempted. Sparse: who is nowhere is not in it.
 * https://firebase.google.com/docs/firestore/compare-editions-for-native-mode
 */
export const indexes: readonly Index[] = [{ collection: STATE, fields: [PLACE, SLOT] }];
