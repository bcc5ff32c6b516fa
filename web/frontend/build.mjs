// Bundles styles and modules into web/static/web/build/ under names that carry a hash of their content,
// with a manifest that says which name is which. `--watch` keeps doing so.
import { rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const outdir = `${root}web/static/web/build`;

/** The last output: its presence says that the build was finished. */
const manifest = {
  name: "manifest",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (errors.length) return;
      const names = Object.entries(metafile.outputs)
        .filter(([, output]) => output.entryPoint)
        .map(([path]) => basename(path))
        .map((name) => [name.replace(/-[A-Z0-9]{8}(?=\.)/, ""), name]);
      await writeFile(`${outdir}/manifest.json`, JSON.stringify(Object.fromEntries(names), null, 2));
    });
  },
};

const options = {
  absWorkingDir: root,
  entryPoints: {
    app: "web/frontend/main.js",
    document: "web/frontend/document/main.js",
    styles: "web/styles/index.css",
  },
  outdir,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  target: ["chrome111", "firefox115", "safari16.4"],
  minify: true,
  metafile: true,
  sourcemap: "linked",
  legalComments: "linked",
  loader: { ".woff2": "file" },
  logLevel: "warning",
  plugins: [manifest],
};

await rm(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}
