/** A monthly budget in AWS Budgets, which speaks up at the amount and when the month is on its way beyond it. */
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import type { Construct } from "constructs";

const PERCENT_OF_LIMIT = 100;

interface SpendBudgetProps {
  /** Unique in the account: budgets know no Region. */
  readonly budgetName: string;
  readonly monthlyUsd: number;
  /** Value of the tag `spaces:stage` that the budget covers; `undefined` for the whole account. */
  readonly stage: string | undefined;
  readonly topicArn: string;
}

export function spendBudget(scope: Construct, { budgetName, monthlyUsd, stage, topicArn }: SpendBudgetProps): void {
  new CfnBudget(scope, "Spend", {
    budget: {
      budgetName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: monthlyUsd, unit: "USD" },
      // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html
      ...(stage !== undefined && { costFilters: { TagKeyValue: [`user:spaces:stage$${stage}`] } }),
    },
    notificationsWithSubscribers: ["ACTUAL", "FORECASTED"].map((notificationType) => ({
      notification: {
        notificationType,
        comparisonOperator: "GREATER_THAN",
        threshold: PERCENT_OF_LIMIT,
        thresholdType: "PERCENTAGE",
      },
      subscribers: [{ subscriptionType: "SNS", address: topicArn }],
    })),
  });
}
