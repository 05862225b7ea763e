// Fills ../backend/static/vendor with the third-party browser files, each beside its licence.
// Nothing is fetched here: it copies from node_modules and bundles the LIFF parts of src/liff.js.
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "backend", "static", "vendor");

const COPIES = {
  "htmx.org/dist/htmx.min.js": "htmx.min.js",
  "htmx.org/LICENSE": "htmx.LICENSE.txt",
  "echarts/dist/echarts.common.min.js": "echarts.min.js",
  "echarts/LICENSE": "echarts.LICENSE.txt",
  "@digital-go-jp/design-tokens/dist/tokens.css": "tokens.css",
  "@digital-go-jp/design-tokens/LICENSE": "tokens.LICENSE.txt",
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [from, to] of Object.entries(COPIES)) {
  await cp(join(here, "node_modules", from), join(target, to));
}
await build({
  entryPoints: [join(here, "src", "liff.js")],
  outfile: join(target, "liff.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "MadoguchiLiff",
  target: ["es2019"],
  legalComments: "inline",
  logLevel: "error",
});
console.log(`vendor files are in ${target}`);
