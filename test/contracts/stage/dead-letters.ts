/** What was rejected or given up: looked at, put again, stored then. */
import { PubSub } from "@google-cloud/pubsub";
import { expect, it, vi } from "vitest";
import { register } from "../../../cli/dead-letters.ts";
import type { GoogleLocalAccess } from "../../../cli/gcp/local-access.ts";
import { nodeCodec } from "../../../runtime/node-codec.ts";
import { letterLine } from "../../../shared/letter-line.ts";
import { AT_MS, patience, type StageUnderTest, tenant } from "../../support/stage-under-test.ts";

export function deadLetters(on: StageUnderTest): void {
  const letters = (...words: string[]) => on.asked(register, "dead-letters", ...words);
  const show = (...words: string[]) => on.run(register, ["dead-letters", "show", ...words]);

  /** As the function keeps what it could not store in time. */
  async function giveUp(uid: string): Promise<void> {
    const letter = {
      position: `p-${uid}`,
      payload: on.seen(uid),
      stage: "write",
      code: "retries-exhausted",
      message: "it was too old",
      receivedAtMs: AT_MS,
    } as const;
    const line = letterLine(letter, "source/0", "test", nodeCodec);
    await on.stage.givenUp[0]?.objects.write(`dead-letters/source/0/${uid}.ndjson`, Buffer.from(`${line}\n`));
  }

  it("counts what was rejected, shows it, puts it again, and leaves it the next time", async () => {
    await on.put(Buffer.from(JSON.stringify({ spacesTenantId: tenant, eventType: "DEVICE_ENTRY" })));
    const list = () => letters("list", "--by", "code,place,tenant", "--code", "missing-record-uid");
    const found = await vi.waitFor(async () => {
      const rows = (await list()) as readonly { readonly letters: number; readonly for_example: string }[];
      expect(rows).toEqual([expect.objectContaining({ place: "dead-letters", tenant, letters: 1 })]);
      return rows[0]?.for_example ?? "";
    }, patience);
    await show(found, "--raw");
    expect(on.printed).toContain('{"spacesTenantId":"tenant-1","eventType":"DEVICE_ENTRY"}');
    const redrive = () => letters("redrive", "--code", "missing-record-uid", "--yes");
    expect(await redrive()).toMatchObject({
      put: 1,
      since: { rejectedAgain: { "missing-record-uid": 1 }, unknown: 0 },
    });
    expect(await redrive()).toMatchObject({ put: 0, putBefore: 2 });
  });

  it("has stored what an outage left, once it is put again", async () => {
    await giveUp("late");
    expect(await on.uidsOf("late")).toEqual([]);
    const redrive = () => letters("redrive", "--code", "retries-exhausted", "--yes");
    expect(await redrive()).toMatchObject({ put: 1, since: { stored: 1, rejectedAgain: {}, unknown: 0 } });
    expect(await on.uidsOf("late")).toEqual(["late"]);
    expect(await redrive()).toMatchObject({ put: 0, putBefore: 1 });
  });

  it("says that a letter is not there", async () => {
    await expect(show("dead-letters/7-9.ndjson#0")).rejects.toThrow("There is no letter of that name any more");
  });

  if (on.cloud === "gcp")
    it("brings what the function never saw into the bucket, and puts it again", async () => {
      const { pubSub, unseen } = on.local.access as GoogleLocalAccess;
      const [, project = ""] = unseen.split("/");
      const client = new PubSub({ projectId: project, apiEndpoint: pubSub, emulatorMode: true });
      const published = new Date(AT_MS).toISOString();
      await client.topic("spaces-unseen").publishMessage({
        data: on.seen("unseen"),
        attributes: {
          CloudPubSubDeadLetterSourceDeliveryCount: "100",
          CloudPubSubDeadLetterSourceSubscription: "spaces",
          CloudPubSubDeadLetterSourceTopicPublishTime: published,
        },
      });
      await client.close();
      const rows = await letters("list", "--place", "unseen", "--by", "code,tenant");
      expect(rows).toEqual([expect.objectContaining({ code: "retries-exhausted", tenant, letters: 1 })]);
      expect(await letters("redrive", "--place", "unseen", "--yes")).toMatchObject({ put: 1, since: { stored: 1 } });
      // It waits nowhere else any more, and is still there to look at.
      expect(await letters("redrive", "--place", "unseen", "--yes")).toMatchObject({ put: 0, putBefore: 1 });
    });
}
