/**
 * What does a running binomen consist of?
 *
 * The composition root: opens everything that the settings name and closes it again. HTTP and the command line know
 * only this object.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AuditLog } from "./access/audit.ts";
import { KeyRing } from "./access/keys.ts";
import { secretIn } from "./access/secret-file.ts";
import { openMatching } from "./checklists/matching.ts";
import { NamesOfRecords } from "./checklists/names-of-records.ts";
import type { LoadedChecklist, Matching, MatchingEvents } from "./checklists/served.ts";
import { type Config, VERSION } from "./config.ts";
import { type Facets, openFacets } from "./facets/facets.ts";
import { Jobs } from "./jobs/jobs.ts";
import type { Occurrences } from "./occurrences/occurrences.ts";
import { interpretUploads } from "./occurrences/upload/interpret-upload.ts";

/** Everything that is open. */
export interface Service {
  readonly config: Config;
  /** The checklists and the threads that match against them. */
  readonly matching: Matching;
  /** What else is known of names. */
  readonly facets: Facets;
  /** What runs longer than a request. */
  readonly jobs: Jobs;
  /** The datasets of occurrences; `undefined` when none is served. */
  readonly occurrences: Occurrences | undefined;
  /** What names mean by which records are searched. */
  readonly names: Pick<NamesOfRecords, keyof NamesOfRecords>;
  /** Who may do what beyond matching. */
  readonly keys: KeyRing;
  /** Who did what. */
  readonly audit: AuditLog;
  /** Loaded checklists, the default one first. */
  checklists(): LoadedChecklist[];
  /** Stops the work and frees the memory. */
  close(): Promise<void>;
}

/**
 * Opens the checklists and stores that `config` names.
 *
 * @throws IMAGE_…, SOURCE_… when a checklist cannot be read
 */
export async function openService(config: Config, events: MatchingEvents = {}): Promise<Service> {
  const keys = new KeyRing(config.stateDir);
  const audit = new AuditLog(config.stateDir);
  const facets = await openFacets(join(config.stateDir, "facets"));
  const jobs = new Jobs({ folder: join(config.stateDir, "jobs"), limits: config, webhooks: config });
  const closeStores = async () => {
    await jobs.close();
    await facets.close();
    await audit.close();
    await keys.close();
  };
  try {
    const matching = await openMatching(config, events);
    const names = new NamesOfRecords(matching);
    const uploads = interpretUploads({
      checklists: () => matching.sharedReleases(),
      version: VERSION,
      workers: config.workers || availableParallelism(),
      unpackedLimit: config.unpackedLimit,
    });
    jobs.register("interpret", uploads);
    const occurrences =
      config.datasets.length === 0 && config.search === ""
        ? undefined
        : await openDatasets(config, names, jobs).catch(async (error: unknown) => {
            await matching.close();
            throw error;
          });
    return {
      config,
      matching,
      facets,
      keys,
      audit,
      jobs,
      occurrences,
      names,
      checklists: () => matching.checklists(),
      close: async () => {
        await jobs.close();
        await occurrences?.close();
        await matching.close();
        await closeStores();
      },
    };
  } catch (error) {
    await closeStores();
    throw error;
  }
}

/** DuckDB is loaded by servers with datasets only. */
async function openDatasets(
  { datasets, stateDir, search, searchAuthFile, checklistKeys }: Config,
  names: NamesOfRecords,
  jobs: Jobs,
): Promise<Occurrences> {
  const { openOccurrences } = await import("./occurrences/occurrences.ts");
  return openOccurrences(datasets, (name, checklistKey) => names.taxaNamed(name, checklistKey), jobs, {
    version: VERSION,
    checklistKeys,
    ...(search !== "" && {
      searchEngine: {
        url: search.slice(search.indexOf("=") + 1),
        authorization: searchAuthFile === "" ? undefined : secretIn(searchAuthFile),
      },
    }),
    // Without it searches are answered from the files of the dataset, only slower.
    sorted: {
      folder: join(stateDir, "occurrences"),
      onError: (error) => process.stderr.write(`Records are searched unsorted: ${error.message}\n`),
    },
  });
}
