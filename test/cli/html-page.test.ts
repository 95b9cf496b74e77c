import { describe, expect, it } from "vitest";
import { htmlPage } from "../../cli/html-page.ts";
import { plotAsSvg } from "../../cli/plot-svg.ts";

const query = {
  title: "Devices",
  description: "How many there are",
  chart: { kind: "bar", x: ["name"], y: ["devices"] },
} as const;
const answer = {
  columns: ["name", "devices"],
  rows: [
    ["<script>alert(1)</script>", 2.345],
    [null, 4],
  ],
} as const;

describe("a picture of an answer", () => {
  it("is the same bytes for the same answer, with a name for who does not see it", async () => {
    const svg = await plotAsSvg(answer, query.chart, 'Devices "now"');
    expect(svg).toBe(await plotAsSvg(answer, query.chart, 'Devices "now"'));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="Devices &quot;now&quot;">/);
  });

  it("follows the reader's light or dark", async () => {
    expect(await plotAsSvg(answer, query.chart, "Devices")).toContain("prefers-color-scheme:dark");
  });

  it("is absent where there is nothing to draw", async () => {
    expect(await plotAsSvg({ columns: ["name", "devices"], rows: [] }, query.chart, "Devices")).toBeUndefined();
  });
});

describe("a page of an answer", () => {
  it("has the question, what was asked, the picture and every row", async () => {
    const page = await htmlPage(query, { from: "2026-03-01", tenant: "" }, answer);
    expect(page).toContain("<h1>Devices</h1>");
    expect(page).toContain("from <b>2026-03-01</b>");
    expect(page).toContain("tenant <b>any</b>");
    expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(page.match(/<tr>/g)).toHaveLength(3);
    expect(page).toContain('<td class="number">2.35</td>');
  });

  it("shows what came with an event as text, and fetches and runs nothing", async () => {
    const page = await htmlPage(query, {}, answer);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("default-src 'none'");
    expect(page.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:\/\//);
  });

  it("says so where there are no rows", async () => {
    expect(await htmlPage(query, {}, { columns: ["name", "devices"], rows: [] })).toContain("<p>No rows.</p>");
  });
});
