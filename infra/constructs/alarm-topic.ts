/**
 * Where everything that rings publishes to. The topic has a key of its own: with the data's key, the notice that this key
 * was disabled could not be published either. AWS's own key for SNS lets no alarm use it.
 */
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

/**
 * The services that publish. `namesAccount`: whether their requests say for which account they are made. EventBridge's do
 * not, and a condition on it would refuse them all: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const publishers = {
  cloudwatch: { service: "cloudwatch.amazonaws.com", namesAccount: true },
  budgets: { service: "budgets.amazonaws.com", namesAccount: true },
  events: { service: "events.amazonaws.com", namesAccount: false },
} as const;
export type Publisher = keyof typeof publishers;

/** The shortest there is: what was encrypted with it was delivered at once. */
const PENDING_WINDOW_DAYS = 7;

interface AlarmTopicProps {
  readonly stage: string;
  readonly publishers: readonly Publisher[];
}

export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const key = new Key(this, "Key", {
      description: `Spaces push receiver, ${props.stage}: notices on their way to whoever is woken`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(PENDING_WINDOW_DAYS),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const topic = new Topic(this, "Topic", {
      displayName: `Spaces push receiver ${props.stage}`,
      masterKey: key,
      enforceSSL: true,
    });
    for (const publisher of props.publishers) {
      // A policy of ours replaces the one a topic has from the start, which lets the account's own services publish.
      topic.addToResourcePolicy(letPublish(this, publisher, topic.topicArn));
      key.addToResourcePolicy(letEncrypt(this, publisher));
    }
    this.topic = topic as ITopic;
  }
}

const sid = (publisher: Publisher) => `${publisher.slice(0, 1).toUpperCase()}${publisher.slice(1)}`;

function ofThisAccount(scope: Construct, publisher: Publisher) {
  if (!publishers[publisher].namesAccount) return {};
  return { conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } } };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function letPublish(scope: Construct, publisher: Publisher, topicArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: `${sid(publisher)}Publishes`,
    principals: [new ServicePrincipal(publishers[publisher].service)],
    actions: ["sns:Publish"],
    resources: [topicArn],
    ...ofThisAccount(scope, publisher),
  });
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
function letEncrypt(scope: Construct, publisher: Publisher): PolicyStatement {
  return new PolicyStatement({
    sid: `${sid(publisher)}EncryptsItsNotice`,
    principals: [new ServicePrincipal(publishers[publisher].service)],
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    // A key's policy speaks of "*", itself.
    resources: ["*"],
    ...ofThisAccount(scope, publisher),
  });
}
