import { useSignal } from "@preact/signals";
import type { DragEvent } from "preact/compat";
import { useRef } from "preact/hooks";

/** Bytes that the reader has: pasted, dropped or chosen. They go to the console's own server, and into no address. */
export function RecordForm({ onRecord }: { onRecord(bytes: Blob): void }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const isOver = useSignal(false);
  const onDrop = (event: DragEvent<HTMLFormElement>) => {
    event.preventDefault();
    isOver.value = false;
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onRecord(file);
  };
  const setOver = (over: boolean) => () => {
    isOver.value = over;
  };
  return (
    <form
      class={isOver.value ? "panel form over" : "panel form"}
      onSubmit={(event) => {
        event.preventDefault();
        onRecord(new Blob([text.current?.value ?? ""]));
      }}
      onDragOver={(event) => event.preventDefault()}
      onDragEnter={setOver(true)}
      onDragLeave={setOver(false)}
      onDrop={onDrop}
    >
      <h2>One you have</h2>
      <label class="field">
        Record
        <textarea
          ref={text}
          rows={8}
          required
          spellcheck={false}
          placeholder='{"recordUid":"event-1a2b3c4d","recordTimestamp":…}'
        />
        <small>Paste it, or drop a file here: JSON, protobuf, gzip or an aggregate, as it came</small>
      </label>
      <p class="quiet-text">It goes to the console's own server on this machine. Nothing is written.</p>
      <div class="actions">
        <button class="main" type="submit">
          Explain it
        </button>
        <label class="file">
          <span>or a file</span>
          <input
            type="file"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file !== undefined) onRecord(file);
              currentTarget.value = "";
            }}
          />
        </label>
      </div>
    </form>
  );
}
