/** `npm run build`, the console's part: the page as the files its server serves, in dist/console/. Nothing is fetched from elsewhere. */
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = `${root}console/page/`;

/** What is served, and all of it. */
export const pageFiles = ["index.html", "favicon.svg", "page.js", "page.css"] as const;

export async function buildPage(outdir = `${root}dist/console`): Promise<void> {
  await mkdir(outdir, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: `${page}main.tsx`, out: "page" },
      { in: `${page}styles/page.css`, out: "page" },
    ],
    outdir,
    bundle: true,
    format: "esm",
    // The first browsers with `light-dark()`: https://developer.mozilla.org/docs/Web/CSS/color_value/light-dark
    target: ["chrome123", "firefox120", "safari17.5"],
    minify: true,
    legalComments: "none",
    tsconfig: `${page}tsconfig.json`,
  });
  for (const name of ["index.html", "favicon.svg"]) await copyFile(page + name, `${outdir}/${name}`);
}

if (import.meta.main) await buildPage();
