/**
 * Everything that answers questions about occurrences: the datasets that are served, the engine, the dictionaries.
 */
import { availableParallelism } from "node:os";
import { ChecklistKeys } from "../checklists/checklist-keys.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { type Dictionaries, loadDictionaries } from "./dictionaries/dictionaries.ts";
import { Downloads } from "./download/downloads.ts";
import type { EngineAddress } from "./engine-search/engine-client.ts";
import { EngineSource } from "./engine-search/engine-source.ts";
import { Maps } from "./map/maps.ts";
import { invalid } from "./predicate/values.ts";
import type { Meanings, TaxaMeant } from "./predicate/vocabularies.ts";
import { Datasets, type Snapshot } from "./search/datasets.ts";
import { Engine } from "./search/engine.ts";
import { FileRecords } from "./search/file-records.ts";
import { IdigbioSearch } from "./search/idigbio-search.ts";
import type { RecordSource } from "./search/records.ts";
import { OccurrenceSearch } from "./search/search.ts";
import { SortedFiles } from "./search/sorted.ts";

/** Memory that queries may take together, in megabytes. */
const MEMORY_MEGABYTES = 2048;

const VOCABULARIES = [
  "sex",
  "lifeStage",
  "typeStatus",
  "establishmentMeans",
  "degreeOfEstablishment",
  "pathway",
] as const;

/** Which accepted taxa a name means, in a checklist that a server has. */
export type TaxaNamed = (scientificName: string, checklistKey?: string) => readonly string[];

/** Downloads of up to so many records are made from their keys (the threshold of GBIF's own). */
const SMALL_RECORDS = 200_000;

/** The records in files: what a search engine is not asked for. */
export interface OccurrenceFiles {
  /**
   * Those of now; beside a search engine those that it holds.
   * @throws BinomenError OCCURRENCE_FILES_ABSENT, OCCURRENCE_FILES_OTHER, DATASET_NOT_FOUND, SEARCH_ENGINE_UNREACHABLE
   */
  now(): Promise<Snapshot>;
  /** What values mean in them. */
  readonly meanings: Meanings;
}

/** The open service. */
export interface Occurrences {
  readonly datasets: Datasets;
  /** What searches, counts and single records are asked of: the files of the datasets, or a search engine. */
  readonly records: RecordSource;
  /** Maps, iDigBio's calls, downloads and histories are asked of these. */
  readonly files: OccurrenceFiles;
  /** Searches of the files. */
  readonly search: OccurrenceSearch;
  /** The same records in iDigBio's words. */
  readonly idigbio: IdigbioSearch;
  readonly maps: Maps;
  readonly engine: Engine;
  readonly downloads: Downloads;
  /** What values mean in `records`. */
  readonly meanings: Meanings;
  readonly dictionaries: Dictionaries;
  close(): Promise<void>;
}

/** How occurrences are served. */
export interface OccurrenceOptions {
  readonly version?: string;
  /** Downloads of fewer records page the index. */
  readonly smallRecords?: number;
  /** Further keys of checklists, as the setting says them: pygbif names one in every request. */
  readonly checklistKeys?: readonly string[];
  /** Asked for records instead of the files of datasets, of which there need not be any then. */
  readonly searchEngine?: EngineAddress | undefined;
  /** Where sorted files of many records are kept; none are made without. */
  readonly sorted?: {
    readonly folder: string;
    readonly leastRecords?: number;
    readonly onError?: (error: Error) => void;
  };
}

/**
 * Opens the datasets.
 * @param named `"birds=my-dataset"` …
 * @param jobs where downloads are made
 * @throws BinomenError DATASET_NOT_FOUND
 */
export async function openOccurrences(
  named: readonly string[],
  taxaNamed: TaxaNamed,
  jobs: Jobs,
  { version = "", smallRecords = SMALL_RECORDS, checklistKeys = [], searchEngine, sorted }: OccurrenceOptions = {},
): Promise<Occurrences> {
  const indexed = searchEngine && new EngineSource(searchEngine);
  const datasets = new Datasets(named, indexed && (() => indexed.parts()));
  if (indexed === undefined) datasets.snapshot();
  else datasets.check();
  const engine = await Engine.open({ memoryMegabytes: MEMORY_MEGABYTES, threads: availableParallelism() });
  const dictionaries = loadDictionaries();
  const search = new OccurrenceSearch(engine);
  const inFiles = new FileRecords(datasets, search);
  const records = indexed ?? inFiles;
  const further = new ChecklistKeys(checklistKeys);
  const meanings = meaningsOf(dictionaries, taxaNamed, records, further);
  const files: OccurrenceFiles = {
    now: async () => {
      if (datasets.any) await indexed?.known();
      return datasets.snapshot();
    },
    meanings: indexed === undefined ? meanings : meaningsOf(dictionaries, taxaNamed, inFiles, further),
  };
  const downloads = new Downloads(jobs, { engine, datasets, files, version, smallRecords });
  const sortedFiles = sorted && new SortedFiles(sorted.folder, engine, sorted.leastRecords);
  if (sortedFiles !== undefined)
    datasets.watch((snapshot) => {
      sortedFiles.tableOf(snapshot).then(
        (table) => table !== undefined && datasets.useSorted(snapshot.id, table),
        (error: Error) => sorted?.onError?.(error),
      );
    });
  return {
    datasets,
    engine,
    dictionaries,
    records,
    files,
    search,
    maps: new Maps(engine),
    idigbio: new IdigbioSearch(engine, search, dictionaries.countries),
    meanings,
    downloads,
    close: async () => {
      await sortedFiles?.close();
      engine.close();
    },
  };
}

function meaningsOf(
  dictionaries: Dictionaries,
  taxaNamed: TaxaNamed,
  records: RecordSource,
  further: ChecklistKeys,
): Meanings {
  return {
    checklist: (asked) => {
      const all = records.parts().map(({ checklists }) => checklists.map(({ checklistKey }) => checklistKey));
      const known = [...new Set(all.flat())];
      // Of records that were matched against several, the first checklist is meant by keys that clients send unasked.
      const own = [...new Set(all.map(([first]) => first ?? ""))];
      const key = known.includes(asked) ? asked : further.meant(asked, own);
      if (key === undefined || (key !== "" && !known.includes(key)))
        return invalid(
          `checklistKey ${asked.slice(0, 100)} is not one that the records were matched against: ${known.join(", ") || "none"}`,
        );
      if (key === "") return undefined;
      return all.every(([own]) => own === key) ? undefined : key;
    },
    country: (text) => {
      const upper = text.trim().toUpperCase();
      const { countries } = dictionaries;
      if (/^[A-Z]{2}$/.test(upper)) return countries.ofCode(upper)?.iso2;
      // ISO-3 or the name in GBIF's enumeration.
      return countries.lookup(text.replaceAll("_", " "))?.iso2;
    },
    concepts: (parameter, text) => {
      const name = VOCABULARIES.find((one) => one === parameter);
      if (name === undefined) return undefined;
      const vocabulary = dictionaries[name];
      const concept = vocabulary.lookup(text);
      return concept === undefined ? [text] : vocabulary.within(concept);
    },
    taxa: (name, checklistKey) => {
      if (checklistKey !== undefined) return [{ keys: taxaNamed(name, checklistKey) }];
      const own = ownChecklists(records);
      return own.map(({ checklistKey, places }): TaxaMeant => {
        const keys = taxaNamed(name, checklistKey);
        return own.length === 1 ? { keys } : { keys, places };
      });
    },
  };
}

/** The checklists in which names are meant, and where the records are whose first one it is. */
export function ownChecklists(
  records: RecordSource,
): { checklistKey: string | undefined; releaseIds: string[]; places: string[] }[] {
  const own = new Map<string | undefined, { releaseIds: Set<string>; places: string[] }>();
  for (const { place, checklists } of records.parts()) {
    const first = checklists[0];
    const group = own.get(first?.checklistKey) ?? { releaseIds: new Set(), places: [] };
    own.set(first?.checklistKey, group);
    group.places.push(place);
    if (first !== undefined) group.releaseIds.add(first.releaseId);
  }
  return [...own].map(([checklistKey, { releaseIds, places }]) => ({
    ...{ checklistKey, places, releaseIds: [...releaseIds] },
  }));
}
