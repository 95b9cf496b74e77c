/** `npm run deploy-policies`: the documents a platform team pastes, into docs/deploy/. */
import { writeFileSync } from "node:fs";
import { deployResources, deployRights, permissionsBoundary } from "./policies.ts";

export const documents = {
  "deploy-resources.json": deployResources(),
  "deploy-rights.json": deployRights(),
  "permissions-boundary.json": permissionsBoundary(),
} as const;

if (import.meta.main) {
  for (const [name, document] of Object.entries(documents)) {
    writeFileSync(new URL(`../../docs/deploy/${name}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
  }
}
