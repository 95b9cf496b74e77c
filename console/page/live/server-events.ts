/**
 * Server-sent events out of a body: https://html.spec.whatwg.org/multipage/server-sent-events.html . Read from `fetch`
 * and not by EventSource, which hides the status and the sentence of a refusal, and can only GET.
 */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Ends where the body does; what was not ended by an empty line is no event. */
export async function* serverEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let open = "";
  /** Half a line break. */
  let held = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = held + decoder.decode(value, { stream: true });
      held = text.endsWith("\r") ? "\r" : "";
      open += text.slice(0, text.length - held.length).replaceAll("\r\n", "\n");
      const blocks = open.split("\n\n");
      open = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = eventOf(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function eventOf(block: string): ServerEvent | undefined {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 ? undefined : { event, data: data.join("\n") };
}
