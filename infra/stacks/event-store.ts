/** What was received and must not be lost: the three tables, the dead letters, the keys. Every other stack stands on it. */
import { Duration } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { eventsTable, placesTable, stateTable } from "../../functions/dynamodb/tables.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { customerKey } from "../constructs/customer-key.ts";
import type { TableNames } from "../constructs/function-environment.ts";
import { accessLogBucket, privateBucket } from "../constructs/private-bucket.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { spacesTable } from "../constructs/spaces-table.ts";
import { smallTable, tableCapacity } from "../constructs/table-capacity.ts";
import { acknowledge } from "../nag.ts";

/** Characters of the HMAC key; letters and digits, so nearly 6 bits each. */
const PRIVACY_KEY_LENGTH = 64;

export class EventStoreStack extends SpacesStack {
  /** What everybody may use, and what is or was encrypted with it. */
  readonly customerKey: IKey;
  /** The same key, to encrypt with from now on; `undefined` where AWS manages the keys. */
  readonly encryptionKey: IKey | undefined;
  readonly eventsTable: ITableV2;
  readonly stateTable: ITableV2;
  readonly placesTable: ITableV2;
  readonly deadLetters: IBucket;
  /** Who has it can tell which pseudonym a MAC address has; who loses it can never tie new pseudonyms to old ones. */
  readonly privacyKey: ISecret;

  constructor(scope: Construct, config: SpacesConfig) {
    super(scope, "event-store", config, { holdsData: true });
    const { removalPolicy } = this;
    const key = customerKey(this, { stage: config.stage, alias: this.names.keyAlias, removalPolicy });
    const encryptionKey = config.customerManagedKeys ? key : undefined;
    const { recovery } = config.tables;
    const common = { encryptionKey, removalPolicy, hotKeys: config.alarms.hotKeys };
    const table = { ...common, capacity: tableCapacity(config.tables) };
    const events = spacesTable(this, "Events", {
      ...table,
      tableName: this.names.eventsTable,
      definition: eventsTable,
      recovery: recovery.history,
    });
    const state = spacesTable(this, "State", {
      ...table,
      tableName: this.names.stateTable,
      definition: stateTable,
      recovery: recovery.state,
    });
    const places = spacesTable(this, "Places", {
      ...common,
      tableName: this.names.placesTable,
      definition: placesTable,
      capacity: smallTable,
      recovery: recovery.places,
    });
    const deadLetters = privateBucket(this, "DeadLetters", {
      encryptionKey,
      accessLogs: accessLogBucket(this, removalPolicy),
      removalPolicy,
      lifecycleRules: [{ expiration: Duration.days(config.deadLetterDays) }],
    });
    const privacyKey = new Secret(this, "PrivacyKey", {
      description: `Spaces push receiver, ${config.stage}: key of the pseudonyms that replace MAC addresses and the like`,
      generateSecretString: { passwordLength: PRIVACY_KEY_LENGTH, excludePunctuation: true },
      ...(encryptionKey !== undefined && { encryptionKey }),
      removalPolicy,
    }) as ISecret;
    acknowledge(privacyKey, "secretRotation");
    this.customerKey = key;
    this.encryptionKey = encryptionKey;
    this.eventsTable = events;
    this.stateTable = state;
    this.placesTable = places;
    this.deadLetters = deadLetters;
    this.privacyKey = privacyKey;
    this.exportAlways([
      events.tableArn,
      events.tableName,
      state.tableArn,
      state.tableName,
      places.tableArn,
      places.tableName,
      deadLetters.bucketArn,
      deadLetters.bucketName,
      privacyKey.secretArn,
      key.keyArn,
    ]);
  }

  get tableNames(): TableNames {
    return {
      events: this.eventsTable.tableName,
      state: this.stateTable.tableName,
      places: this.placesTable.tableName,
    };
  }
}
