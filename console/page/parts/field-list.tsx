/** Names and values as they are: of a row, of an envelope, of a letter. Long values are cut, and shown when asked. */
import { useSignal } from "@preact/signals";
import { momentText } from "../text/time.ts";

type Fields = Readonly<Record<string, unknown>>;

export function FieldList({ fields }: { readonly fields: Fields }) {
  return (
    <dl class="fields">
      {Object.entries(fields).flatMap(([name, value]) =>
        value === undefined || value === null
          ? []
          : [
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <FieldValue name={name} value={value} />
                </dd>
              </div>,
            ],
      )}
    </dl>
  );
}

const LONGEST = 240;
/** Columns that are moments end so, and the envelope's own. */
const MOMENT = /(?:_at|At|Timestamp)$/;
const EARLIEST_MS = 1e11;

function FieldValue({ name, value }: { readonly name: string; readonly value: unknown }) {
  const isWhole = useSignal(false);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return <FieldList fields={value as Fields} />;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (typeof value === "number" && value > EARLIEST_MS && MOMENT.test(name))
    return (
      <>
        {text} <small>{momentText(value)}</small>
      </>
    );
  if (text.length <= LONGEST || isWhole.value) return <>{text}</>;
  const showAll = () => {
    isWhole.value = true;
  };
  return (
    <>
      {text.slice(0, LONGEST)} …{" "}
      <button type="button" class="small" onClick={showAll}>
        All {text.length} characters
      </button>
    </>
  );
}
