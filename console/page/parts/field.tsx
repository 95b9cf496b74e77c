/** A text field under its label, whose text counts when it is left or Enter is pressed. */
interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "date" | "number" | "datetime-local";
  readonly placeholder?: string;
  readonly required?: boolean;
  /** Below the field. */
  readonly hint?: string | undefined;
  /** The id of a `datalist`. */
  readonly list?: string;
  onChange(text: string): void;
}

export function Field({ label, hint, onChange, type = "text", ...input }: FieldProps) {
  return (
    <label class="field">
      {label}
      <input
        {...input}
        type={type}
        autocomplete="off"
        spellcheck={false}
        {...(type === "number" && { step: "any" })}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}
