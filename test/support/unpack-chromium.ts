/** A process of its own, as the package unpacks into the temporary folder of its process: Chromium, its fonts and its libraries. */
import { createRequire } from "node:module";
import { inflate } from "@sparticuz/chromium";

const archive = (name: string) =>
  createRequire(import.meta.url)
    .resolve("@sparticuz/chromium")
    .replace("build/index.js", `bin/${name}`);

await Promise.all(["chromium.br", "fonts.tar.br", "al2023.tar.br"].map((name) => inflate(archive(name))));
