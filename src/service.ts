/**
 * What does a running binomen consist of?
 *
 * The composition root: opens everything that the settings name and closes it again. HTTP and the command line know
 * only this object.
 */
import type { Config } from "./config.ts";

/** A checklist that is being served, as `/health` shows it. */
export interface LoadedChecklist {
  checklistKey: string;
  title: string;
  /** Id of the release that answers now: changes whenever the source or the way it is compiled changes. */
  release: string;
  nameCount: number;
  usageCount: number;
}

/** Everything that is open. */
export interface Service {
  readonly config: Config;
  /** Loaded checklists, the default one first. */
  checklists(): LoadedChecklist[];
  /** Stops the work and frees the memory. */
  close(): Promise<void>;
}

/** Opens the checklists and stores that `config` names. */
export async function openService(config: Config): Promise<Service> {
  return {
    config,
    checklists: () => [],
    close: async () => {},
  };
}
