/** All questions; while none is chosen, with what each is about. */
import { useSignal } from "@preact/signals";
import type { NamedQueryFacts } from "../../api.ts";
import { hrefOf } from "./question-address.ts";

interface QuestionListProps {
  readonly queries: readonly NamedQueryFacts[];
  /** Empty: none. */
  readonly chosen: string;
}

export function QuestionList({ queries, chosen }: QuestionListProps) {
  const wanted = useSignal("");
  const words = wanted.value.toLowerCase().split(/\s+/);
  const found = queries.filter(({ name, title, description }) => {
    const text = `${name} ${title} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <nav class="question-list" aria-label="Questions">
      <label class="field">
        <span class="unseen">Find a question</span>
        <input
          type="search"
          placeholder={`Find among ${queries.length} questions`}
          value={wanted.value}
          onInput={({ currentTarget }) => {
            wanted.value = currentTarget.value;
          }}
        />
      </label>
      <ul>
        {found.map(({ name, title, description }) => (
          <li key={name}>
            <a href={hrefOf(name)} aria-current={name === chosen ? "page" : undefined}>
              {title}
            </a>
            {chosen === "" && <p class="quiet-text">{description}.</p>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet-text">No question has these words.</p>}
    </nav>
  );
}
