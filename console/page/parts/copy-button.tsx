import { useSignal } from "@preact/signals";

interface CopyProps {
  readonly label: string;
  /** Asked when it is pressed. */
  readonly text: () => string;
}

const SAID_MS = 2_000;

export function CopyButton({ label, text }: CopyProps) {
  const said = useSignal("");
  const copy = async () => {
    said.value = await navigator.clipboard.writeText(text()).then(
      () => "Copied",
      () => "Not allowed by this browser",
    );
    setTimeout(() => {
      said.value = "";
    }, SAID_MS);
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{said.value === "" ? label : said.value}</span>
    </button>
  );
}

/** Of this page as it stands. */
export function CopyLink() {
  return <CopyButton label="Copy link" text={() => location.href} />;
}
