import { it } from "vitest";
import { readFileSync } from "node:fs";
import { deployment, variants } from "/work/main/test/infra/deployment.ts";
it("x", () => {
  for (const v of Object.keys(variants)) {
    const t=Date.now();
    const d = deployment(v);
    console.log(v, Date.now()-t, [...d.templates.keys()].join(), d.findings, d.acknowledged.length, [...new Set(d.acknowledged)].length, d.packs, d.terminationProtected);
  }
});
