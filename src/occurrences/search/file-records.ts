/** The files of datasets as a source of records. */
import { contentOf } from "../dataset/attempts.ts";
import { type Cursor, outlived } from "./cursor.ts";
import type { Datasets, Snapshot } from "./datasets.ts";
import type { RecordPart, RecordSource, Records } from "./records.ts";
import type { OccurrenceSearch } from "./search.ts";

/** The records of the newest attempts. */
export class FileRecords implements RecordSource {
  readonly #datasets: Datasets;
  readonly #search: OccurrenceSearch;

  constructor(datasets: Datasets, search: OccurrenceSearch) {
    this.#datasets = datasets;
    this.#search = search;
  }

  async now(): Promise<Records> {
    return this.#of(this.#datasets.snapshot());
  }

  async at(cursor: Cursor | "begin"): Promise<Records> {
    if (cursor === "begin") return this.now();
    return this.#of(this.#datasets.remembered(cursor.snapshot) ?? outlived());
  }

  parts(): readonly RecordPart[] {
    return this.#datasets
      .snapshot()
      .datasets.map(({ folder, info }) => ({ place: folder, content: contentOf(info), checklists: info.checklists }));
  }

  #of(snapshot: Snapshot): Records {
    const search = this.#search;
    return {
      id: snapshot.id,
      search: (request) => search.search(snapshot, request),
      count: (predicate) => search.count(snapshot, predicate),
      divide: (predicate, parameter, page) => search.divide(snapshot, predicate, parameter, page),
      record: (key, uri) => search.record(snapshot, key, uri),
      recordOf: (datasetKey, occurrenceID, uri) => search.recordOf(snapshot, datasetKey, occurrenceID, uri),
      verbatim: (key, uri) => search.verbatim(snapshot, key, uri),
      suggest: (parameter, begin, limit) => search.suggest(snapshot, parameter, begin, limit),
    };
  }
}
