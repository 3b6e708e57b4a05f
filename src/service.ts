/**
 * What does a running binomen consist of?
 *
 * The composition root: opens everything that the settings name and closes it again. HTTP and the command line know
 * only this object.
 */
import { AuditLog } from "./access/audit.ts";
import { KeyRing } from "./access/keys.ts";
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
  /** Who may do what beyond matching. */
  readonly keys: KeyRing;
  /** Who did what. */
  readonly audit: AuditLog;
  /** Loaded checklists, the default one first. */
  checklists(): LoadedChecklist[];
  /** Stops the work and frees the memory. */
  close(): Promise<void>;
}

/** Opens the checklists and stores that `config` names. */
export async function openService(config: Config): Promise<Service> {
  const keys = new KeyRing(config.stateDir);
  const audit = new AuditLog(config.stateDir);
  return {
    config,
    keys,
    audit,
    checklists: () => [],
    close: async () => {
      await audit.close();
      await keys.close();
    },
  };
}
