/** Which attempts does a dataset have, and how is one told from another? */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../../errors.ts";
import type { InterpretationOptions } from "../interpretation/tools.ts";
import type { SharedChecklist } from "./messages.ts";

/** What to interpret, and how. */
export interface AttemptRequest {
  readonly source: string;
  /** How the source is called in the attempt; its path when absent. */
  readonly sourceName?: string | undefined;
  /** Folder of the dataset. */
  readonly out: string;
  readonly checklists: readonly SharedChecklist[];
  readonly version: string;
  readonly options?: Partial<InterpretationOptions> | undefined;
  readonly defaults?: Readonly<Record<string, string>> | undefined;
  readonly ownDictionaries?: string | undefined;
  readonly workers?: number | undefined;
  /** Go on with an attempt that was not finished. */
  readonly resume?: boolean | undefined;
  /** Go on although most keys are new. */
  readonly force?: boolean | undefined;
  /** Share of new keys beside an older attempt from which on it stops, 0-1. */
  readonly mostNew?: number | undefined;
  /** Clock of the attempt in milliseconds. */
  readonly now?: number | undefined;
  /** Told how many rows are done, and of how many when that is known, or else which share of the bytes was read. */
  readonly onProgress?: ((phase: string, rows: number, total?: number, share?: number) => void) | undefined;
}

/** What an attempt is made from; two attempts with equal plans have equal bytes. */
export interface AttemptPlan {
  readonly version: string;
  readonly source: string;
  readonly checksum: string;
  readonly checklists: readonly { readonly checklistKey: string; readonly releaseId: string }[];
  readonly options: InterpretationOptions;
  readonly defaults: Readonly<Record<string, string>>;
  /** Checksum of the user's dictionaries, empty without. */
  readonly dictionaries: string;
  /** Start of the attempt, milliseconds. */
  readonly now: number;
  /** The attempt whose names are matched again, for a refresh. */
  readonly refreshOf?: string | undefined;
}

/** `dataset.json` of an attempt. */
export interface AttemptInfo extends AttemptPlan {
  readonly attempt: string;
  readonly format: string;
  readonly title?: string | undefined;
  readonly license?: string | undefined;
  readonly citation?: string | undefined;
  readonly doi?: string | undefined;
  readonly records: number;
  readonly parts: number;
}

/** Folders of a dataset. */
export interface DatasetFolders {
  /** Finished attempts, oldest first. */
  readonly attempts: readonly string[];
  /** An attempt that was not finished. */
  readonly partial: string | undefined;
  /** Name of the next attempt. */
  readonly next: string;
}

/** Looks at a dataset folder, which need not be there. */
export function datasetFolders(path: string): DatasetFolders {
  const names = existsSync(path) ? readdirSync(path) : [];
  const attempts = names.filter((name) => /^attempt-\d{4,}$/.test(name)).sort();
  const partial = names
    .filter((name) => /^attempt-\d{4,}\.partial$/.test(name))
    .sort()
    .at(-1);
  const last = Number(attempts.at(-1)?.slice("attempt-".length) ?? 0);
  return { attempts, partial, next: `attempt-${String(last + 1).padStart(4, "0")}` };
}

/** The folder of an attempt: the one named, or the newest of a dataset. @throws DATASET_NOT_FOUND */
export function attemptPath(path: string): string {
  if (existsSync(join(path, "interpreted"))) return path;
  const current = datasetFolders(path).attempts.at(-1);
  if (current === undefined) throw new BinomenError("DATASET_NOT_FOUND", { path });
  return join(path, current);
}

/** What an attempt says of itself. */
export function attemptInfo(folder: string): AttemptInfo {
  return JSON.parse(readFileSync(join(folder, "dataset.json"), "utf8")) as AttemptInfo;
}

/** Tells an attempt from every other: of this source, begun at this time. An index of a search engine bears it, too. */
export function contentOf({ checksum, now }: Pick<AttemptInfo, "checksum" | "now">): string {
  return createHash("sha256").update(`${checksum} ${now}`).digest("hex").slice(0, 8);
}

/** Parts of an attempt, in the order of the source. */
export function partsOf(folder: string): string[] {
  return readdirSync(join(folder, "interpreted"))
    .filter((name) => name.endsWith(".parquet"))
    .sort();
}

/** The plan of an attempt that was not finished. */
export function keptPlan(folder: string): AttemptPlan | undefined {
  const path = join(folder, "plan.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as AttemptPlan) : undefined;
}

/** True when only the clock differs. */
export function isSamePlan(kept: AttemptPlan, plan: AttemptPlan): boolean {
  const comparable = ({ now: _, source: __, ...rest }: AttemptPlan) => JSON.stringify(rest);
  return comparable(kept) === comparable(JSON.parse(JSON.stringify(plan)) as AttemptPlan);
}
