/** Notes of batches under way, one small blob each: written before a batch is processed, deleted after it. */
import type { ContainerClient } from "@azure/storage-blob";
import type { BatchNote, BatchNotes } from "../../shared/batch/batch-note.ts";
import { isAbsent } from "../azure-errors.ts";

/** The calls made, and no other. */
export type NoteContainer = Pick<ContainerClient, "getBlockBlobClient">;

export function blobBatchNotes(container: NoteContainer): BatchNotes {
  const blob = (batch: string) => container.getBlockBlobClient(`${batch}.json`);
  return {
    async get(batch) {
      try {
        return JSON.parse((await blob(batch).downloadToBuffer()).toString()) as BatchNote;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async put(batch, note) {
      const bytes = Buffer.from(JSON.stringify(note));
      await blob(batch).upload(bytes, bytes.length);
    },
    async delete(batch) {
      await blob(batch).deleteIfExists();
    },
  };
}
