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

/**
 * More than 32: what is larger glibc always gives back to the system when it is freed. Smaller memory it keeps for later
 * once some of that size was freed, so that a process holds images that nobody holds.
 */
const IMAGE_MIB = 40;

/** All different: a thread that forgets nothing holds each of them. */
const RELEASES = "tuvwxyz";

/** The first swaps still fill caches and buffers. */
const SETTLED_AFTER = 2;

/** An image that is large by few, very long authorships: built in a moment. */
function largeImage(release: string): Uint8Array {
  const row = (id: string, scientificName: string, authorship: string): NameUsage => ({
    id,
    scientificName,
    authorship,
    status: "ACCEPTED",
    line: 1,
  });
  const heavy = Array.from({ length: IMAGE_MIB }, (_, i) =>
    row(`h${i}`, `Gravis aus${"abcdefghijklmnop"[i % 16]}`, `${i}${release.repeat(1 << 20)}`),
  );
  return buildImage([row("1", "Helianthus annuus", "L."), row("2", "Puma", "Jardine"), ...heavy], {
    checklistKey: "swapped",
  });
}

test("the memory of a release that was replaced comes back, from every thread", async (t) => {
  const folder = temporaryFolder(t);
  const images = Array.from(RELEASES, (release) => {
    const path = join(folder, `${release}.img`);
    writeImage(path, largeImage(release));
    return path;
  });
  const { stdout } = await promisify(execFile)(process.execPath, [SWAPS, folder, ...images]);
  const residentMiB = JSON.parse(stdout) as number[];
  assert.equal(residentMiB.length, RELEASES.length - 1);
  const [settled, ...later] = residentMiB.slice(SETTLED_AFTER - 1);
  const growth = Math.max(...later) - settled!;
  assert.ok(growth < 1.5 * IMAGE_MIB, `resident after each swap, MiB: ${residentMiB.join(", ")}`);
});
