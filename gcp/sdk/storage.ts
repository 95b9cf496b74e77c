/** The client of Cloud Storage: by the service's own identity, or at STORAGE_EMULATOR_HOST without any. */
import { type Bucket, IdempotencyStrategy, Storage } from "@google-cloud/storage";

/** Every put makes the same object, so that each may be tried again. Seconds. */
const retryOptions = {
  idempotencyStrategy: IdempotencyStrategy.RetryAlways,
  maxRetries: 3,
  maxRetryDelay: 4,
  totalTimeout: 15,
};

export function storageBucket(projectId: string, name: string): Bucket {
  return new Storage({ projectId, retryOptions }).bucket(name);
}
