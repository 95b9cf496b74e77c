/** What could not be used, by reason; and what the poller gave up. */
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { DEAD_LETTER_PREFIX } from "../../functions/s3-dead-letter.ts";
import { type Answer, answer } from "./answer.ts";

export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  readonly endpoint: string;
}

interface LetterLine {
  readonly position: string;
  readonly part?: number;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
}

export async function deadLettersByReason(bucket: Bucket): Promise<Answer> {
  const reasons = new Map<string, { count: number; example: LetterLine }>();
  const seen = new Set<string>();
  for await (const letter of letters(bucket)) {
    // A batch that is delivered again from its checkpoint puts its letters again, under another range.
    const position = `${letter.position} ${letter.part}`;
    if (seen.has(position)) continue;
    seen.add(position);
    const key = `${letter.stage} ${letter.code}`;
    const reason = reasons.get(key);
    if (reason === undefined) reasons.set(key, { count: 1, example: letter });
    else reason.count++;
  }
  const rows = [...reasons.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ count, example }) => [count, example.stage, example.code, example.message]);
  return answer(
    "What was dead-lettered, and why?",
    ["letters", "stage", "code", "for_example"],
    rows,
    `aws s3 cp --endpoint-url ${bucket.endpoint} --recursive s3://${bucket.name}/${DEAD_LETTER_PREFIX} dead-letters`,
  );
}

async function* letters({ client, name }: Bucket): AsyncGenerator<LetterLine> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: name, Prefix: DEAD_LETTER_PREFIX })) {
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
      const text = (await Body?.transformToString()) ?? "";
      for (const line of text.split("\n")) if (line !== "") yield JSON.parse(line) as LetterLine;
    }
  }
}
