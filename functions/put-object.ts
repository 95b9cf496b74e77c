import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Deadline } from "../shared/ports.ts";

/** `client.send(new PutObjectCommand(input))`, by the deadline. */
export type PutObject = (input: PutObjectCommandInput, deadline: Deadline) => Promise<PutObjectCommandOutput>;
