/** `docs/iam.svg`: who may do what, drawn from the statements of the templates, so that it cannot say anything else. */

/** One principal and what it may do, by resource. */
export interface Principal {
  readonly name: string;
  /** Who assumes it, or holds its key. */
  readonly by: string;
  readonly may: readonly { readonly actions: readonly string[]; readonly on: string }[];
}

const WIDTH = 1_240;
const MARGIN = 24;
const LEFT_WIDTH = 230;
const CARD_WIDTH = 300;
const CARD_GAP = 14;
const CARDS_A_ROW = 3;
const LINE = 17;
const LETTERS_A_LINE = 42;
const TITLE_HEIGHT = 56;

const style = `
text{font:13px Helvetica,Arial,sans-serif;fill:#445566}
.name{font-weight:600;font-size:15px;fill:#17212b}
.page{fill:#fff}.who{fill:#fff7e8;stroke:#c08a2d}.what{fill:#eef4fb;stroke:#7fa3cc}.arrow{stroke:#3b4a5a;fill:none}
@media(prefers-color-scheme:dark){text{fill:#b8c4d0}.name{fill:#eef2f6}.page{fill:#12181f}.who{fill:#3a2f18}.what{fill:#1a2938}.arrow{stroke:#b8c4d0}}
`;

export function iamPicture(principals: readonly Principal[]): string {
  let y = TITLE_HEIGHT;
  const rows = principals.map((principal) => {
    const { svg, height } = row(principal, y);
    y += height + 2 * CARD_GAP;
    return svg;
  });
  const title = "Who may do what";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="${title}">
<style>${style}</style>
<rect class="page" width="${WIDTH}" height="${y}"/>
<text class="name" x="${MARGIN}" y="34">${title}: every statement of every role and user, with both channels on</text>
${rows.join("\n")}
</svg>
`;
}

function row({ name, by, may }: Principal, top: number): { readonly svg: string; readonly height: number } {
  const cards = may.map(({ actions, on }) => ({ on, lines: wrapped(actions) }));
  const parts: string[] = [];
  let y = top;
  for (let first = 0; first < cards.length; first += CARDS_A_ROW) {
    const line = cards.slice(first, first + CARDS_A_ROW);
    const height = 34 + LINE * Math.max(...line.map(({ lines }) => lines.length));
    for (const [place, card] of line.entries()) {
      const x = MARGIN + LEFT_WIDTH + 40 + place * (CARD_WIDTH + CARD_GAP);
      parts.push(box("what", x, y, CARD_WIDTH, height, card.on, card.lines));
    }
    y += height + CARD_GAP;
  }
  const height = y - CARD_GAP - top;
  const middle = top + height / 2;
  const end = MARGIN + LEFT_WIDTH + 36;
  parts.push(
    box("who", MARGIN, top, LEFT_WIDTH, height, name, [by]),
    `<path class="arrow" d="M${MARGIN + LEFT_WIDTH},${middle} H${end} m-7,-5 l7,5 l-7,5"/>`,
  );
  return { svg: parts.join("\n"), height };
}

function box(
  kind: string,
  x: number,
  y: number,
  width: number,
  height: number,
  name: string,
  lines: readonly string[],
) {
  const texts = lines.map((line, place) => `<text x="${x + 12}" y="${y + 42 + place * LINE}">${line}</text>`);
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${Math.max(height, 52)}" rx="8"/>
<text class="name" x="${x + 12}" y="${y + 22}">${name}</text>${texts.join("")}`;
}

/** Actions of one service are named after it once. */
function wrapped(actions: readonly string[]): readonly string[] {
  const services = Map.groupBy(actions, (action) => action.slice(0, action.indexOf(":")));
  return [...services].flatMap(([service, all]) => {
    const lines: string[] = [];
    let line = `${service}:`;
    for (const action of all) {
      const verb = ` ${action.slice(service.length + 1)}${action === all.at(-1) ? "" : ","}`;
      if ((line + verb).length > LETTERS_A_LINE) {
        lines.push(line);
        line = " ";
      }
      line += verb;
    }
    return [...lines, line];
  });
}
