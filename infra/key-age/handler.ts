/** How old the push channels' access keys are. CloudWatch has no metric for it. */
import { IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { keyAgeDays } from "./key-age.ts";
import { keyAgeMetric } from "./metric.ts";

const iam = new IAMClient({});
const users = (process.env.PUSH_USERS ?? "").split(",");

export async function handler(): Promise<void> {
  for (const user of users) {
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: user }));
    const days = keyAgeDays(AccessKeyMetadata ?? [], Date.now());
    process.stdout.write(`${JSON.stringify(keyAgeMetric(user, days, Date.now()))}\n`);
  }
}
