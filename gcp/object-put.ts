/** A put into a bucket of Cloud Storage: https://cloud.google.com/storage/docs/uploading-objects */
import type { Bucket } from "@google-cloud/storage";
import { within } from "../runtime/within.ts";
import type { Deadline } from "../shared/ports.ts";

export type ObjectPut = (name: string, bytes: Buffer, contentType: string, deadline: Deadline) => Promise<void>;

/** `bucket` is asked for at each put, so that a client need not be there before the first. */
export function objectPut(bucket: () => Promise<Pick<Bucket, "file">>): ObjectPut {
  return async (name, bytes, contentType, deadline) => {
    // In one request: a resumable upload, which the client begins above 5 MB, takes two and remembers in a file.
    const saved = (await bucket()).file(name).save(bytes, { resumable: false, contentType });
    await Promise.race([saved, expiry(deadline)]);
  };
}

/** The client takes no signal. A put that ends later does no harm: it makes the same object. */
function expiry(deadline: Deadline): Promise<never> {
  const { abortSignal } = within(deadline);
  return new Promise((_, reject) => {
    const expire = () => reject(abortSignal.reason);
    if (abortSignal.aborted) expire();
    else abortSignal.addEventListener("abort", expire, { once: true });
  });
}
