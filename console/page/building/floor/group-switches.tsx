/** Legend and switch in one: what each form means, how many are here, and whether they are shown. */
import { numberText } from "../../text/number.ts";
import { groups } from "./groups.ts";
import { Mark } from "./mark.tsx";

interface GroupSwitchesProps {
  /** In the order of `groups`. */
  readonly counts: readonly number[];
  readonly hide: readonly string[];
  onHide(hide: readonly string[]): void;
}

export function GroupSwitches({ counts, hide, onHide }: GroupSwitchesProps) {
  return (
    <fieldset class="groups">
      <legend class="unseen">Show</legend>
      {groups.map(({ name, shape }, place) => (
        <label key={name} class="group-switch">
          <input
            type="checkbox"
            checked={!hide.includes(name)}
            onChange={({ currentTarget }) =>
              onHide(currentTarget.checked ? hide.filter((one) => one !== name) : [...hide, name])
            }
          />
          <Mark shape={shape} />
          <b>{numberText(counts[place] ?? 0)}</b> {name}
        </label>
      ))}
    </fieldset>
  );
}
