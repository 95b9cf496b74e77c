/**
 * A notice when somebody disables the customer key or schedules its deletion: with it goes everything the deployment
 * holds, and a deletion can be cancelled for some days only. EventBridge sees the call where a CloudTrail trail of the
 * account logs management events, those of KMS included.
 */
import { EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { runbookLink } from "../operations/alarm.ts";

interface CustomerKeyWatchProps {
  readonly ruleName: string;
  readonly stage: string;
  readonly customerKey: IKey;
  readonly topic: ITopic;
}

export function watchCustomerKey(scope: Construct, props: CustomerKeyWatchProps): void {
  const { ruleName, stage, customerKey, topic } = props;
  const said = (path: string) => EventField.fromPath(`$.detail.${path}`);
  new Rule(scope, "CustomerKeyWatch", {
    ruleName,
    description: `Spaces push receiver, ${stage}: the customer key is disabled or about to be deleted`,
    eventPattern: {
      source: ["aws.kms"],
      detailType: ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "ScheduleKeyDeletion"],
        // A call that was refused has an error code, and changed nothing.
        errorCode: [{ exists: false }],
        // The caller may name the key by id, ARN or alias; CloudTrail resolves it here.
        resources: { ARN: [customerKey.keyArn] },
      },
    },
    // Not the library's target, which writes a statement of its own into the topic's policy.
    targets: [
      {
        bind: () => ({
          arn: topic.topicArn,
          input: RuleTargetInput.fromText(
            `${said("eventName")} on the customer key of ${stage}, at ${said("eventTime")}, by ${said("userIdentity.arn")}: without it nothing is received and nothing stored can be read. ${runbookLink("customer-key")}`,
          ),
        }),
      },
    ],
  });
}
