/** Notes of batches under way, one small blob each: written before a batch is processed, deleted after it. */
import type { ContainerClient } from "@azure/storage-blob";
import type { BatchNote, BatchNotes } from "../../shared/batch/batch-note.ts";

/** The calls made, and no other. */
export type NoteContainer = Pick<ContainerClient, "getBlockBlobClient">;

const NOT_FOUND = 404;

export function blobBatchNotes(container: () => Promise<NoteContainer>): BatchNotes {
  const blob = async (batch: string) => (await container()).getBlockBlobClient(`${batch}.json`);
  return {
    async get(batch) {
      try {
        return JSON.parse((await (await blob(batch)).downloadToBuffer()).toString()) as BatchNote;
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === NOT_FOUND) return undefined;
        throw error;
      }
    },
    async put(batch, note) {
      const bytes = Buffer.from(JSON.stringify(note));
      await (await blob(batch)).upload(bytes, bytes.length);
    },
    async delete(batch) {
      await (await blob(batch)).deleteIfExists();
    },
  };
}
