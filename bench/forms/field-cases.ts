/** Names from public reports of people who match names, with the answer that they wanted. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { queryOf } from "../../src/answer/query-fields.ts";
import type { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { ToldOutcome } from "../../src/matcher/outcome.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { imageOf, projectFile } from "../quality/images.ts";

interface FieldCase {
  id: string;
  backbone: string;
  kind: string;
  query: Record<string, unknown>;
  want: Record<string, unknown>;
  verdict: string;
}

/** Asks the cases of the images at hand; `undefined` when the cases are not here. */
export async function runFieldCases(
  images: Partial<Record<"bundled" | "merged", ImageReader>>,
  shows: boolean,
): Promise<{ asked: number; right: number } | undefined> {
  const file = projectFile("../shared/data/names/field_cases.jsonl");
  if (!existsSync(file)) return undefined;
  let asked = 0;
  let right = 0;
  const made = new Map<string, ImageReader>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    const testCase = JSON.parse(line) as FieldCase;
    const image = await imageOfCase(testCase.backbone, images, made);
    if (image === undefined) continue;
    asked++;
    const outcome = new Matcher(image).match(queryOf(testCase.query));
    if (isAsWanted(testCase.want, outcome, image)) right++;
    else if (shows) {
      const found = outcome.usage < 0 ? "–" : image.scientificName(outcome.usage);
      console.log(
        `   ${testCase.id} (${testCase.kind}, ${testCase.verdict}) ${JSON.stringify(testCase.query)} wants ${JSON.stringify(testCase.want)}: ` +
          `${outcome.matchType} ${found} ${outcome.confidence} ${outcome.reasons.join(" ")}`,
      );
    }
  }
  return { asked, right };
}

async function imageOfCase(
  backbone: string,
  images: Partial<Record<"bundled" | "merged", ImageReader>>,
  made: Map<string, ImageReader>,
): Promise<ImageReader | undefined> {
  if (backbone === "ncbi") return images.bundled;
  if (backbone === "merged") return images.merged;
  let image = made.get(backbone);
  if (image === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "binomen-forms-"));
    const path = join(folder, "tiny.csv");
    writeFileSync(path, backbone.replace(/^tiny:/, ""));
    image = await imageOf(path);
    rmSync(folder, { recursive: true });
    made.set(backbone, image);
  }
  return image;
}

function isAsWanted(want: Record<string, unknown>, outcome: ToldOutcome, image: ImageReader): boolean {
  return Object.entries(want).every(([what, wanted]) => fits(what, String(wanted), outcome, image));
}

function fits(what: string, wanted: string, outcome: ToldOutcome, image: ImageReader): boolean {
  const { usage, matchType } = outcome;
  if (what === "matchType") return wanted.startsWith("NONE") ? usage < 0 && outcome.ambiguous : matchType === wanted;
  if (what === "ambiguous") return outcome.ambiguous;
  if (what === "not") return !isUnwanted(wanted, outcome, image);
  if (usage < 0) return false;
  const accepted = image.accepted(usage);
  const taxon = accepted < 0 ? usage : accepted;
  const same = (name: string | undefined) => name !== undefined && foldName(name) === foldName(wanted);
  switch (what) {
    case "key":
      return image.id(usage) === wanted;
    case "canonicalName":
      return same(image.canonicalName(usage)) || same(image.canonicalName(taxon));
    case "name":
      return image.scientificName(usage).startsWith(wanted);
    case "accepted":
      return same(image.canonicalName(taxon));
    case "family":
    case "genus":
      return lineage(image, taxon).includes(wanted.replace(/ \(.*/, ""));
    default:
      throw new Error(`a case wants "${what}", which is not understood`);
  }
}

/** "EXACT Solanum americanum Mill. without notice", "species", or the name that must not be answered. */
function isUnwanted(wanted: string, outcome: ToldOutcome, image: ImageReader): boolean {
  const { usage, matchType } = outcome;
  if (usage < 0 || matchType === "HIGHERRANK") return false;
  if (wanted.endsWith("without notice")) return outcome.qualifier === undefined;
  if (wanted === "species") return image.rank(usage) === "SPECIES";
  return image.canonicalName(usage).startsWith(wanted);
}

function lineage(image: ImageReader, usage: number): string[] {
  const names: string[] = [];
  for (let taxon = usage; taxon >= 0 && names.length < 100; taxon = image.parent(taxon))
    names.push(image.canonicalName(taxon));
  return names;
}
