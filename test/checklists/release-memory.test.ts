import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildImage } from "../../src/image/build.ts";
import { writeImage } from "../../src/image/file.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { temporaryFolder } from "../http/small-service.ts";

const SWAPS = fileURLToPath(new URL("./swaps.ts", import.meta.url));
const IMAGE_MIB = 16;

/** An image that is large by few, very long authorships: built in a moment. */
function largeImage(release: string): Uint8Array {
  const row = (id: string, scientificName: string, authorship: string): NameUsage => ({
    id,
    scientificName,
    authorship,
    status: "ACCEPTED",
    line: 1,
  });
  const heavy = Array.from(release.repeat(IMAGE_MIB), (letter, i) =>
    row(`h${i}`, `Gravis ${letter}us${"abcdefghijklmnop"[i % 16]}`, `${i}${letter.repeat(1 << 20)}`),
  );
  return buildImage([row("1", "Helianthus annuus", "L."), row("2", "Puma", "Jardine"), ...heavy], {
    checklistKey: "swapped",
  });
}

test("the memory of a release that was replaced comes back", async (t) => {
  const folder = temporaryFolder(t);
  const images = ["x", "y"].map((release) => {
    const path = join(folder, `${release}.img`);
    writeImage(path, largeImage(release));
    return path;
  });
  const { stdout } = await promisify(execFile)(process.execPath, [SWAPS, folder, ...images, "10"]);
  const residentMiB = JSON.parse(stdout) as number[];
  assert.equal(residentMiB.length, 10);
  // Kept, the last five releases would be 80 MiB more. The first ones still fill caches and buffers.
  const growth = residentMiB[9]! - residentMiB[4]!;
  assert.ok(growth < 2 * IMAGE_MIB, `resident after each swap, MiB: ${residentMiB.join(", ")}`);
});
