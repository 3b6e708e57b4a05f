/**
 * Which records are served? Those of the newest finished attempt of each dataset.
 *
 * A snapshot is a fixed list of files: every answer, page and download belongs to one. When a dataset has a newer attempt,
 * the next question is asked of a new snapshot; questions under way end on theirs, since files of attempts never change.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BinomenError } from "../../errors.ts";
import { type AttemptInfo, attemptInfo, contentOf, datasetFolders, partsOf } from "../dataset/attempts.ts";

/** A dataset as it is served. */
export interface ServedDataset {
  /** Name that it is served under: `"birds"`. */
  readonly name: string;
  readonly folder: string;
  readonly attempt: string;
  readonly info: AttemptInfo;
  readonly interpreted: readonly string[];
  readonly verbatim: readonly string[];
}

/** A file of sorted records that is open. */
export interface SortedTable {
  /** Of the open file; it has the tables `record`, `taxon` and `place`. */
  readonly name: string;
  /** SQL of all columns of interpreted records, and of `filename`. */
  readonly columns: string;
  /** Columns of `place`. */
  readonly placed: ReadonlySet<string>;
}

/** What answers at one time. */
export interface Snapshot {
  /** Changes whenever an attempt does: the ETag of answers. */
  readonly id: string;
  readonly datasets: readonly ServedDataset[];
  /** SQL of the interpreted records: `read_parquet([…])`. */
  readonly interpreted: string;
  /** The sorted table, see `sorted.ts`; `undefined` while there is none. */
  readonly sorted?: SortedTable;
}

/** Snapshots that cursors can go on in. */
const MOST_KNOWN = 8;

/** How often folders are looked at for newer attempts, in milliseconds. */
const LOOK_AGAIN_MS = 1000;

/** What a search engine holds, where one is asked beside the files: an index and the attempt whose records it has. */
export interface HeldElsewhere {
  readonly place: string;
  readonly content: string | undefined;
}

interface NamedFolder {
  readonly name: string;
  readonly folder: string;
}

/** The datasets of a server. */
export class Datasets {
  readonly #folders: readonly NamedFolder[];
  readonly #held: (() => readonly HeldElsewhere[]) | undefined;
  #snapshot: Snapshot | undefined;
  #onNew: ((snapshot: Snapshot) => void) | undefined;
  readonly #known = new Map<string, Snapshot>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #lookedFor: readonly HeldElsewhere[] | undefined;

  /**
   * @param named `"birds=my-dataset"` or `"my-dataset"`
   * @param held what a search engine holds: not the newest attempts are served then but these
   */
  constructor(named: readonly string[], held?: () => readonly HeldElsewhere[]) {
    this.#held = held;
    this.#folders = named.map((text) => {
      const [, name, folder] = /^(?:([\w.-]+)=)?(.+)$/s.exec(text)!;
      const path = resolve(folder!);
      return { name: name ?? path.split("/").at(-1)!, folder: path };
    });
  }

  /** True when the server has any. */
  get any(): boolean {
    return this.#folders.length > 0;
  }

  /** @throws BinomenError DATASET_NOT_FOUND when a folder has no finished attempt */
  check(): void {
    for (const { folder } of this.#folders)
      if (datasetFolders(folder).attempts.length === 0) throw new BinomenError("DATASET_NOT_FOUND", { path: folder });
  }

  /**
   * The newest attempts, or those that a search engine holds.
   * @throws BinomenError DATASET_NOT_FOUND when a folder has no finished attempt, OCCURRENCE_FILES_ABSENT without folders,
   * OCCURRENCE_FILES_OTHER when the search engine holds other records
   */
  snapshot(): Snapshot {
    if (!this.any) throw new BinomenError("OCCURRENCE_FILES_ABSENT", {});
    const now = performance.now();
    const held = this.#held?.();
    const isLookedAt = now - this.#lookedAt < LOOK_AGAIN_MS && held === this.#lookedFor;
    if (this.#snapshot && isLookedAt) return this.#snapshot;
    // Nothing is served from what was before when this fails.
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    const attempts = held === undefined ? this.#folders.map(newest) : heldAttempts(this.#folders, held);
    this.#lookedAt = now;
    this.#lookedFor = held;
    const id = createHash("sha256").update(JSON.stringify(attempts)).digest("hex").slice(0, 16);
    if (this.#snapshot?.id === id) return this.#snapshot;
    const datasets = attempts.map(served);
    this.#snapshot = { id, datasets, interpreted: tableOf(datasets.flatMap(({ interpreted }) => interpreted)) };
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(id, this.#snapshot);
    this.#onNew?.(this.#snapshot);
    return this.#snapshot;
  }

  /** Tells of each new snapshot, and of the present one. */
  watch(onNew: (snapshot: Snapshot) => void): void {
    this.#onNew = onNew;
    if (this.#snapshot !== undefined) onNew(this.#snapshot);
  }

  /** From now on the snapshot is asked of a sorted table of its records. */
  useSorted(id: string, sorted: SortedTable): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    const better = { ...known, sorted };
    this.#known.set(id, better);
    if (this.#snapshot?.id === id) this.#snapshot = better;
  }

  /** A snapshot that answered lately, while its files are there. */
  remembered(id: string): Snapshot | undefined {
    const found = this.snapshot().id === id ? this.#snapshot : this.#known.get(id);
    return found?.datasets.every(({ interpreted }) => interpreted.every((file) => existsSync(file)))
      ? found
      : undefined;
  }

  /** A snapshot of these attempts alone. */
  snapshotOf(datasets: readonly ServedDataset[]): Snapshot {
    const id = createHash("sha256")
      .update(JSON.stringify(datasets.map(({ folder, attempt }) => [folder, attempt])))
      .digest("hex")
      .slice(0, 16);
    return { id, datasets, interpreted: tableOf(datasets.flatMap(({ interpreted }) => interpreted)) };
  }

  /** All finished attempts of each dataset, oldest first. @throws BinomenError OCCURRENCE_FILES_ABSENT without folders */
  attempts(): ServedDataset[] {
    if (!this.any) throw new BinomenError("OCCURRENCE_FILES_ABSENT", {});
    return this.#folders.flatMap(({ name, folder }) =>
      datasetFolders(folder).attempts.map((attempt) => served({ name, folder, attempt })),
    );
  }
}

interface NamedAttempt extends NamedFolder {
  readonly attempt: string;
}

function newest({ name, folder }: NamedFolder): NamedAttempt {
  const attempt = datasetFolders(folder).attempts.at(-1);
  if (attempt === undefined) throw new BinomenError("DATASET_NOT_FOUND", { path: folder });
  return { name, folder, attempt };
}

/** The attempts of which a search engine has the records: all of theirs and no others, or what is counted is not what is there. */
function heldAttempts(folders: readonly NamedFolder[], held: readonly HeldElsewhere[]): NamedAttempt[] {
  const other = (problem: string): never => {
    throw new BinomenError("OCCURRENCE_FILES_OTHER", { problem });
  };
  const wanted = new Map<string, string>();
  for (const { place, content } of held) {
    if (content === undefined)
      return other(`index ${place} does not say of which attempt it is; write it with binomen index --dataset`);
    wanted.set(content, place);
  }
  const attempts = folders.map(({ name, folder }): NamedAttempt => {
    const { attempts } = datasetFolders(folder);
    const attempt = attempts.findLast((one) => wanted.delete(contentOf(attemptInfo(join(folder, one)))));
    return attempt === undefined ? other(`no index has an attempt of ${name}`) : { name, folder, attempt };
  });
  for (const place of wanted.values()) return other(`none of the datasets has the attempt of index ${place}`);
  return attempts;
}

function served({ name, folder, attempt }: { name: string; folder: string; attempt: string }): ServedDataset {
  const path = join(folder, attempt);
  const parts = partsOf(path);
  const of = (kind: string) => parts.map((part) => join(path, kind, part));
  return { name, folder, attempt, info: attemptInfo(path), interpreted: of("interpreted"), verbatim: of("verbatim") };
}

/** SQL of the rows of files, with the name of the file of each. */
export function tableOf(files: readonly string[]): string {
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(", ");
  return `read_parquet([${list}], filename = true, union_by_name = false)`;
}
