/** A put into a bucket of Cloud Storage: https://cloud.google.com/storage/docs/uploading-objects */
import type { Bucket } from "@google-cloud/storage";
import { inTime } from "../runtime/in-time.ts";
import type { Deadline } from "../shared/ports.ts";

export type ObjectPut = (name: string, bytes: Buffer, contentType: string, deadline: Deadline) => Promise<void>;

/** `bucket` is asked for at each put, so that a client need not be there before the first. */
export function objectPut(bucket: () => Promise<Pick<Bucket, "file">>): ObjectPut {
  return async (name, bytes, contentType, deadline) => {
    const file = (await bucket()).file(name);
    // In one request: a resumable upload, which the client begins above 5 MB, takes two and remembers in a file.
    const save = () => file.save(bytes, { resumable: false, contentType });
    // The client takes no signal. A put that ends later does no harm: it makes the same object.
    await inTime(deadline.remainingMs(), save);
  };
}
