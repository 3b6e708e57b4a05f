/** What does an image hold, counted? For people who look at a checklist before they serve it. */
import { readSectionTable } from "../image/layout/format.ts";
import { ImageReader, type UsageOrdinal } from "../image/read.ts";
import type { ProblemCount } from "../taxonomy/problem-report.ts";

/** Counts over one image; each table is sorted, largest first. */
export interface ImageSurvey {
  checklistKey: string;
  title: string;
  release: string;
  created: string;
  nameCount: number;
  usageCount: number;
  /** Names that several usages bear, and those of them whose usages stand in several kingdoms. */
  homonymCount: number;
  crossKingdomCount: number;
  byStatus: Record<string, number>;
  byRank: Record<string, number>;
  byCode: Record<string, number>;
  byKingdom: Record<string, number>;
  bytes: number;
  bytesBySection: Record<string, number>;
  /** What was wrong in the source, with the first places. */
  problems: ProblemCount[];
  notes: Record<string, unknown>;
}

/** Counts everything. Reads each usage once. */
export function surveyImage(bytes: Uint8Array, path: string): ImageSurvey {
  const image = new ImageReader(bytes, path);
  const { checklistKey, title, releaseId: release, created, nameCount, usageCount, notes } = image.header;
  const { problems = [], ...otherNotes } = notes as { problems?: ProblemCount[] } & Record<string, unknown>;
  const kingdoms = kingdomOfEach(image);
  const tables = { byStatus: new Tally(), byRank: new Tally(), byCode: new Tally(), byKingdom: new Tally() };
  for (let usage = 0; usage < usageCount; usage++) {
    tables.byStatus.add(image.status(usage));
    tables.byRank.add(image.rank(usage) ?? "(none)");
    tables.byCode.add(image.code(usage) ?? "(none)");
    tables.byKingdom.add(kingdoms[usage]! < 0 ? "(none)" : image.canonicalName(kingdoms[usage]!));
  }
  let homonymCount = 0;
  let crossKingdomCount = 0;
  for (let name = 0; name < nameCount; name++) {
    const first = image.firstUsage(name);
    const usages = kingdoms.subarray(first, image.endUsage(name));
    if (usages.length < 2) continue;
    homonymCount++;
    if (usages.some((kingdom) => kingdom !== usages[0])) crossKingdomCount++;
  }
  const sections = new Tally();
  for (const { name, byteLength } of readSectionTable(bytes, path)) sections.add(name, byteLength);
  return {
    checklistKey,
    title,
    release,
    created,
    nameCount,
    usageCount,
    homonymCount,
    crossKingdomCount,
    byStatus: tables.byStatus.sorted(),
    byRank: tables.byRank.sorted(),
    byCode: tables.byCode.sorted(),
    byKingdom: tables.byKingdom.sorted(),
    bytes: bytes.length,
    bytesBySection: sections.sorted(),
    problems,
    notes: otherNotes,
  };
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  sorted(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a));
  }
}

/** Kingdom of each usage, −1 where there is none: each usage asks its parent once. */
function kingdomOfEach(image: ImageReader): Int32Array {
  const UNKNOWN = -2;
  const kingdoms = new Int32Array(image.usageCount).fill(UNKNOWN);
  const path: UsageOrdinal[] = [];
  for (let usage = 0; usage < image.usageCount; usage++) {
    let at = usage;
    path.length = 0;
    while (at >= 0 && kingdoms[at] === UNKNOWN && image.rank(at) !== "KINGDOM" && path.length < 1000) {
      path.push(at);
      at = image.parent(at);
    }
    const kingdom = at < 0 ? -1 : kingdoms[at] === UNKNOWN ? at : kingdoms[at]!;
    if (at >= 0 && kingdoms[at] === UNKNOWN) kingdoms[at] = at;
    for (const step of path) kingdoms[step] = kingdom;
  }
  return kingdoms;
}
