/**
 * What does a running binomen consist of?
 *
 * The composition root: opens everything that the settings name and closes it again. HTTP and the command line know
 * only this object.
 */
import { join } from "node:path";
import { AuditLog } from "./access/audit.ts";
import { KeyRing } from "./access/keys.ts";
import { type LoadedChecklist, type Matching, type MatchingEvents, openMatching } from "./checklists/matching.ts";
import type { Config } from "./config.ts";
import { type Facets, openFacets } from "./facets/facets.ts";

/** Everything that is open. */
export interface Service {
  readonly config: Config;
  /** The checklists and the threads that match against them. */
  readonly matching: Matching;
  /** What else is known of names. */
  readonly facets: Facets;
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
  const closeStores = async () => {
    await facets.close();
    await audit.close();
    await keys.close();
  };
  try {
    const matching = await openMatching(config, events);
    return {
      config,
      matching,
      facets,
      keys,
      audit,
      checklists: () => matching.checklists(),
      close: async () => {
        await matching.close();
        await closeStores();
      },
    };
  } catch (error) {
    await closeStores();
    throw error;
  }
}
