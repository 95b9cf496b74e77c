import type { LettersQuery } from "../../../api.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { eventsAddress } from "../events-address.ts";
import { type Grouping, groupings, type LetterGroup, selectionOf } from "./groups.ts";

interface LetterGroupsProps {
  readonly groups: readonly LetterGroup[];
  readonly selection: LettersQuery;
}

/** A group's first name narrows the list to it; its example is one letter. */
export function LetterGroups({ groups, selection }: LetterGroupsProps) {
  const shown = groupings.filter((one) => groups.some(({ values }) => values[one] !== undefined));
  const [first, ...others] = shown.map((one, place): Column<LetterGroup> => {
    const value = ({ values }: LetterGroup) => values[one];
    const content = (group: LetterGroup) => value(group) ?? <span class="quiet-text">none readable</span>;
    if (place > 0) return { name: one, value, cell: content };
    return {
      name: one,
      isHead: true,
      value,
      cell: (group) => (
        <a href={hrefOf(selectionOf(selection, group), shown)} title="Only these">
          {content(group)}
        </a>
      ),
    };
  });
  return (
    <DataTable
      caption="Dead letters by group, the largest first"
      captionUnseen
      keyOf={({ values }) => JSON.stringify(values)}
      columns={[
        // What matters most stands where a narrow screen shows it.
        ...(first === undefined ? [] : [first]),
        { name: "letters", isNumber: true, value: ({ letters }) => letters },
        {
          name: "one of them",
          value: ({ example }) => example,
          cell: ({ example }) => (
            <a href={eventsAddress.href({ ...eventsAddress.values.value, letter: example })}>Show one</a>
          ),
        },
        ...others,
        { name: "put again", isNumber: true, value: ({ putAgain }) => putAgain },
      ]}
      rows={groups}
    />
  );
}

function hrefOf({ code, tenant, type, place, from, to }: LettersQuery, by: readonly Grouping[]): string {
  const listed = (text = "") => text.split(",");
  return eventsAddress.href({
    view: "letters",
    by,
    code: listed(code),
    tenants: listed(tenant),
    types: listed(type),
    place: listed(place),
    from: from ?? "",
    to: to ?? "",
  });
}
