/**
 * Which files does a browser get for the page?
 *
 * The page is written in TypeScript and uses libraries, so it is bundled. In the published package the bundle lies beside
 * this module, made by `npm run build`; run from source it is made in memory when the page is first asked for (about
 * 0.1 s), so that it is never older than its source.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { BinomenError } from "../../errors.ts";

const PAGE = fileURLToPath(new URL("../../page/", import.meta.url));
const IS_SOURCE = import.meta.url.endsWith(".ts");

const TYPES: Readonly<Record<string, string>> = {
  "index.html": "text/html; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "app.js": "text/javascript; charset=utf-8",
  "engine.js": "text/javascript; charset=utf-8",
  "facets.html": "text/html; charset=utf-8",
  "facets.js": "text/javascript; charset=utf-8",
  "facets.css": "text/css; charset=utf-8",
  "style.css": "text/css; charset=utf-8",
  "preview.css": "text/css; charset=utf-8",
};

/** A file of the page: its bytes as they are and compressed. */
export interface PageFile {
  type: string;
  plain: Buffer;
  br: Buffer;
  gzip: Buffer;
}

let files: Promise<ReadonlyMap<string, PageFile>> | undefined;

/** The files of the page by name. Made or read once; a build that failed is tried again. */
export function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  files ??= (IS_SOURCE ? bundle() : readBundle()).then(compressed).catch((error) => {
    files = undefined;
    throw error;
  });
  return files;
}

async function readBundle(): Promise<Map<string, Buffer>> {
  const names = Object.keys(TYPES);
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(PAGE, name))] as const)));
}

/** Bundles the scripts and styles of `src/page`. esbuild is needed to develop and to publish, not to serve the package. */
async function bundle(): Promise<Map<string, Buffer>> {
  const { build, stop } = await import("esbuild").catch((cause) => {
    throw new BinomenError("PAGE_UNBUILT", {}, { cause });
  });
  try {
    const { outputFiles } = await build({
      absWorkingDir: PAGE,
      entryPoints: [
        { out: "app", in: "app.tsx" },
        { out: "engine", in: "list/engine/worker.ts" },
        { out: "style", in: "styles/style.css" },
        { out: "preview", in: "styles/preview.css" },
        { out: "facets", in: "facets/app.tsx" },
        { out: "facets", in: "facets/facets.css" },
      ],
      outdir: PAGE,
      bundle: true,
      write: false,
      format: "esm",
      target: "es2023",
      minify: true,
      charset: "utf8",
      legalComments: "none",
      logLevel: "silent",
      tsconfigRaw: { compilerOptions: { jsx: "react-jsx", jsxImportSource: "preact", verbatimModuleSyntax: true } },
    });
    const made = new Map(outputFiles.map(({ path, contents }) => [path.slice(PAGE.length), Buffer.from(contents)]));
    for (const name of ["index.html", "facets.html", "icon.svg"]) made.set(name, await readFile(join(PAGE, name)));
    return made;
  } finally {
    // Its process would stay as long as the server.
    await stop();
  }
}

async function compressed(made: ReadonlyMap<string, Buffer>): Promise<Map<string, PageFile>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  const entries = [...made].map(async ([name, plain]) => {
    const [br, gz] = await Promise.all([promisify(brotliCompress)(plain, { params }), promisify(gzip)(plain)]);
    return [name, { type: TYPES[name] ?? "application/octet-stream", plain, br, gzip: gz }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Writes the bundle for the package: this module is run with the folder, see `build` in package.json. */
async function writeBundle(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of await bundle()) await writeFile(join(folder, name), bytes);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined)
  await writeBundle(process.argv[2]);
