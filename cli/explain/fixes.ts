/** What to do about a rejection: by its code, so that a new code cannot be forgotten. */
import type { Rejection, RejectionCode } from "../../shared/outcome.ts";
import type { ExplainedRejection } from "./explanation.ts";

const sender = "it is for the sender to put right; nothing here can be set to accept it";
const cutShort = "push it whole: it was cut short or altered on its way, so look at what puts it into the transport";

const fixes: Readonly<Record<RejectionCode, string>> = {
  "empty-record": "nothing is lost; find out who puts empty records",
  "record-too-large": "raise maxRecordBytes (MAX_RECORD_BYTES, at most 10 MiB) and redrive its letter",
  "unknown-encoding": "set the channel's encoding in the Partner Dashboard to JSON or protobuf",
  "wrong-encoding":
    "set encoding (ENCODING) to auto, or the channel's encoding in the Partner Dashboard to the one set here",
  "invalid-utf8": cutShort,
  "malformed-json": cutShort,
  "not-an-object": `an event is one JSON object; ${sender}`,
  "nested-too-deep": `no event nests so deep; ${sender}`,
  "malformed-protobuf": cutShort,
  "malformed-gzip": cutShort,
  "expanded-too-large": `split it into smaller records; ${sender}`,
  "malformed-kpl": cutShort,
  "too-many-events": `split it into records of fewer events; ${sender}`,
  "too-costly": `split it into smaller records; ${sender}`,
  "mixed-events": "put one protobuf message in a record, or each with its length before it",
  "missing-record-uid": `an event needs its recordUid, by which repeats are told; ${sender}`,
  "invalid-record-uid": `recordUid is text of at most 300 characters; ${sender}`,
  "missing-record-timestamp": `an event needs its recordTimestamp; ${sender}`,
  "invalid-record-timestamp": `recordTimestamp is epoch milliseconds; ${sender}`,
  "missing-event-type": `an event needs its eventType; ${sender}`,
  "invalid-event-type": `eventType is text of at most 100 characters; ${sender}`,
  "invalid-identity": `an id becomes a key and has at most 300 characters of well-formed text; ${sender}`,
  "normalise-failed":
    "this is a bug here: report the code and the event's type, and redrive its letter once it is mended",
  "item-too-large": "leave its type out of the history (historyExclude), or let the privacy policy drop what is long",
  "write-refused": "the store takes no such item: report the code and the event's type",
  "retries-exhausted": "the store was not to be reached for too long: redrive its letter",
  "process-died":
    "the record ended the process each time: give the function more memory and time, then redrive its letter",
};

export function explainRejection({ stage, code, message }: Rejection): ExplainedRejection {
  // The sentences of this stage begin with what they are about.
  const [field = ""] = stage === "validate" ? message.split(" ") : [];
  return { stage, code, message, ...(field !== "" && { field }), fix: fixes[code] };
}
