/** Buckets: private, TLS only, encrypted, with access logs; emptied with the stack where data is not retained. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

const ACCESS_LOG_DAYS = 90;
const ABANDONED_UPLOAD_DAYS = 1;

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const;

interface PrivateBucketProps {
  readonly encryptionKey: IKey | undefined;
  readonly accessLogs: IBucket;
  readonly removalPolicy: RemovalPolicy;
  /** Keep what is overwritten or deleted for this many days. @default undefined: do not */
  readonly keepVersionsDays?: number;
  readonly lifecycleRules: readonly LifecycleRule[];
}

export function privateBucket(scope: Construct, id: string, props: PrivateBucketProps): IBucket {
  const { encryptionKey, accessLogs, removalPolicy, keepVersionsDays } = props;
  return new Bucket(scope, id, {
    ...closed,
    ...(encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : // One data key per bucket and some time, in place of one request to KMS per object.
        { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id}/`,
    versioned: keepVersionsDays !== undefined,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS),
        ...(keepVersionsDays !== undefined && { noncurrentVersionExpiration: Duration.days(keepVersionsDays) }),
      },
      ...props.lifecycleRules,
    ],
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  }) as IBucket;
}

/** S3 delivers access logs only to a bucket that is encrypted with its own keys. */
export function accessLogBucket(scope: Construct, removalPolicy: RemovalPolicy): IBucket {
  return new Bucket(scope, "AccessLogs", {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  }) as IBucket;
}
