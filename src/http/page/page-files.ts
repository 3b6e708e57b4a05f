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
  "map.js": "text/javascript; charset=utf-8",
  "map-worker.js": "text/javascript; charset=utf-8",
  "land.json": "application/json",
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

/** Files that are made only when a map is shown: together they are four times as large as all others. */
const MAP_FILES = ["map.js", "map-worker.js", "land.json"];

const made = new Map<"page" | "map", Promise<ReadonlyMap<string, PageFile>>>();

/** The files of the page by name, but for those of maps. Made or read once; a build that failed is tried again. */
export function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  return once("page");
}

/** A file of the page, those of maps among them. */
export async function pageFile(name: string): Promise<PageFile | undefined> {
  return (await once(MAP_FILES.includes(name) ? "map" : "page")).get(name);
}

function once(part: "page" | "map"): Promise<ReadonlyMap<string, PageFile>> {
  const known = made.get(part);
  if (known !== undefined) return known;
  const files = (IS_SOURCE ? bundle(part) : readBundle(part)).then(compressed);
  made.set(part, files);
  files.catch(() => made.delete(part));
  return files;
}

async function readBundle(part: "page" | "map"): Promise<Map<string, Buffer>> {
  const names = Object.keys(TYPES).filter((name) => MAP_FILES.includes(name) === (part === "map"));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(PAGE, name))] as const)));
}

const ENTRIES = {
  page: [
    { out: "app", in: "app.tsx" },
    { out: "engine", in: "list/engine/worker.ts" },
    { out: "style", in: "styles/style.css" },
    { out: "preview", in: "styles/preview.css" },
    { out: "facets", in: "facets/app.tsx" },
    { out: "facets", in: "facets/facets.css" },
  ],
  map: [
    { out: "map", in: "records/map.ts" },
    { out: "map-worker", in: "maplibre-gl/dist/maplibre-gl-worker.mjs" },
  ],
};

/** Bundles the scripts and styles of `src/page`. esbuild is needed to develop and to publish, not to serve the package. */
async function bundle(part: "page" | "map"): Promise<Map<string, Buffer>> {
  const { build, stop } = await import("esbuild").catch((cause) => {
    throw new BinomenError("PAGE_UNBUILT", {}, { cause });
  });
  try {
    const { outputFiles } = await build({
      absWorkingDir: PAGE,
      entryPoints: ENTRIES[part],
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
    if (part === "map") made.set("land.json", await land());
    else for (const name of ["index.html", "facets.html", "icon.svg"]) made.set(name, await readFile(join(PAGE, name)));
    return made;
  } finally {
    // Its process would stay as long as the server.
    await stop();
  }
}

/** The land of Natural Earth (public domain), as GeoJSON. */
async function land(): Promise<Buffer<ArrayBuffer>> {
  const [{ feature }, { default: atlas }] = await Promise.all([
    import("topojson-client"),
    import("world-atlas/land-110m.json", { with: { type: "json" } }),
  ]);
  const topology = atlas as unknown as Parameters<typeof feature>[0];
  const shapes = unrolled(feature(topology, topology.objects["land"]!));
  return Buffer.from(
    JSON.stringify(shapes, (_, value) => (typeof value === "number" ? Math.round(value * 1e3) / 1e3 : value)),
  );
}

/** Rings that leap over the antimeridian go on beyond 180 instead; one that goes round a pole is closed along it. */
function unrolled(geometry: unknown): unknown {
  if (!Array.isArray(geometry)) {
    if (typeof geometry !== "object" || geometry === null) return geometry;
    return Object.fromEntries(Object.entries(geometry).map(([name, value]) => [name, unrolled(value)]));
  }
  const isRing = Array.isArray(geometry[0]) && typeof geometry[0][0] === "number";
  if (!isRing) return geometry.map(unrolled);
  let turns = 0;
  const ring = (geometry as [number, number][]).map(([x, y], i, all) => {
    const before = all[i - 1]?.[0] ?? x;
    if (Math.abs(x - before) > 180) turns += x < before ? 360 : -360;
    return [x + turns, y] as [number, number];
  });
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return turns === 0 ? ring : [...ring, [last[0], -90], [first[0], -90], first];
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
  for (const part of ["page", "map"] as const)
    for (const [name, bytes] of await bundle(part)) await writeFile(join(folder, name), bytes);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined)
  await writeBundle(process.argv[2]);
