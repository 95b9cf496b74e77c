import type { NamedQueryFacts } from "../../api.ts";
import { Field } from "../parts/field.tsx";

type Parameter = NamedQueryFacts["parameters"][number];

interface ParameterInputProps {
  readonly parameter: Parameter;
  /** Absent: the default. */
  readonly value: string | undefined;
  onChange(text: string): void;
}

/** A moment is typed as text: a browser's own field knows no day without a time. */
const types = { date: "date", moment: "text", text: "text", number: "number" } as const;

export function ParameterInput({ parameter, value, onChange }: ParameterInputProps) {
  const { name, type, description, default: usual } = parameter;
  const isDate = type === "date";
  return (
    <Field
      label={name.replaceAll("_", " ")}
      type={types[type]}
      // A date field shows no placeholder, so that it shows the default itself.
      value={value ?? (isDate ? (usual ?? "") : "")}
      placeholder={
        usual === undefined ? (type === "moment" ? "yyyy-MM-dd hh:mm:ss" : "") : usual === "" ? "any" : usual
      }
      required={usual === undefined}
      hint={usual === undefined || usual === "" ? description : `${description}; ${usual} unless said`}
      onChange={onChange}
    />
  );
}
