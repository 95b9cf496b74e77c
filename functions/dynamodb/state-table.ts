/** The state table as the core's port: one item per subject and aspect, written on condition. */
import type { StateTable } from "../../shared/ports.ts";
import type { StateKey } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import type { ReadPlace } from "../../shared/state/read-place.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { isConditionFailure, isPassing, isRefusal } from "../aws-errors.ts";
import type { DynamoDbCalls } from "./calls.ts";
import type { Item } from "./item.ts";
import {
  keyOfItem,
  placeKeyText,
  placeOfText,
  stateKeyOfText,
  stateKeyText,
  versionOfText,
  versionText,
} from "./keys.ts";
import { referenceOfItem, rowItem, rowOfItem } from "./row-item.ts";
import { BY_LOCATION_KEY, EXPIRES_AT } from "./tables.ts";

/** `occurred_at#record_uid` of the newest event. */
const VERSION = "version";
/** JSON from reading to its version, for readings older than the newest event. */
const READING_VERSIONS = "reading_versions";

/** The versions say all there is to know of an item's content, so they are what must be unchanged. */
type Token = Item;

export interface DynamoDbState {
  readonly calls: Pick<DynamoDbCalls, "getItem" | "putItem">;
  readonly table: string;
  readonly readPlace: ReadPlace;
}

export function dynamoDbState({ calls, table, readPlace }: DynamoDbState): StateTable<Token> {
  return {
    async read(key, deadline) {
      const { pk, sk } = stateKeyText(key);
      const { Item: item } = await calls.getItem(
        { TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true },
        deadline,
      );
      if (item === undefined) return undefined;
      const place = placeOfStateItem(item);
      const facts = place && (await readPlace(place, deadline));
      return { item: stateOfItem(item, facts), token: item };
    },
    async putIfNewer(item, deadline) {
      try {
        await calls.putItem(
          {
            TableName: table,
            Item: itemOfState(item),
            ConditionExpression: "attribute_not_exists(pk) OR #version < :version",
            ExpressionAttributeNames: { "#version": VERSION },
            ExpressionAttributeValues: { ":version": { S: versionText(item.version) } },
          },
          deadline,
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    async putIfUnchanged(item, token, deadline) {
      try {
        await calls.putItem({ TableName: table, Item: itemOfState(item), ...unchanged(token) }, deadline);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    classify: (error) => (isRefusal(error) ? "refused" : isPassing(error) ? "passing" : "other"),
  };
}

function unchanged(token: Token | undefined) {
  if (token === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#version = :version AND #readings = :readings",
    ExpressionAttributeNames: { "#version": VERSION, "#readings": READING_VERSIONS },
    ExpressionAttributeValues: {
      ":version": token[VERSION] ?? { S: "" },
      ":readings": token[READING_VERSIONS] ?? { S: "" },
    },
  };
}

function itemOfState({ key, version, row, olderVersions, place, seenSlotMs, expiresAtS, merges }: StateItem): Item {
  const item = rowItem(row);
  const { pk, sk } = stateKeyText(key);
  item.pk = { S: pk };
  item.sk = { S: sk };
  item[VERSION] = { S: versionText(version) };
  if (merges) item[READING_VERSIONS] = { S: versionsText(olderVersions) };
  if (expiresAtS !== undefined) item[EXPIRES_AT] = { N: String(expiresAtS) };
  if (place !== undefined) {
    const index = placeKeyText(place, seenSlotMs, key);
    item[BY_LOCATION_KEY.partition] = { S: index.pk };
    item[BY_LOCATION_KEY.sort] = { S: index.sk };
  }
  return item;
}

function stateKeyOfItem(item: Item): StateKey {
  return stateKeyOfText(keyOfItem(item));
}

/** The place whose facts `stateOfItem` needs. */
export function placeOfStateItem(item: Item): PlaceReference | undefined {
  return referenceOfItem(item, stateKeyOfItem(item).subject.tenant);
}

/** What an item says; also of items scanned or queried. `facts` are those of the place it refers to. */
export function stateOfItem(item: Item, facts: PlaceFacts | undefined): StateItem {
  const key = stateKeyOfItem(item);
  const version = versionOfText(item[VERSION]?.S ?? "");
  const place = item[BY_LOCATION_KEY.partition]?.S;
  const expiresAt = item[EXPIRES_AT]?.N;
  const versions = item[READING_VERSIONS]?.S;
  const texts = JSON.parse(versions ?? "{}") as Readonly<Record<string, string>>;
  const row = rowOfItem(item, key.subject, version, facts);
  return {
    key,
    version,
    row,
    olderVersions: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, versionOfText(text)])),
    merges: versions !== undefined,
    place: place === undefined ? undefined : placeOfText(place),
    seenSlotMs: slotOf(seenAtMs(row)),
    expiresAtS: expiresAt === undefined ? undefined : Number(expiresAt),
  };
}

/** In order of their names: the text is what must be unchanged. */
function versionsText(versions: StateItem["olderVersions"]): string {
  const sorted = Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted.map(([name, version]) => [name, versionText(version)])));
}
