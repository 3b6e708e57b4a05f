/**
 * Who did what, when, and was it allowed?
 *
 * One JSON object per line, appended to `audit.jsonl` in the data directory and never rewritten. Lines hold key ids,
 * never tokens; paths without their query. JSON escapes line breaks, so no caller can forge a line.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

export interface AuditEntry {
  /** What was done or tried, e.g. `"POST /facets/import"` or `"keys revoke"`. */
  readonly action: string;
  readonly outcome: "granted" | "unauthorized" | "forbidden" | "limited" | "failed";
  /** Key id of the caller; `null` when there was no valid key. */
  readonly key: string | null;
  readonly label?: string | undefined;
  /** Address of the caller; `"local"` for the command line. */
  readonly from: string;
  readonly requestId?: string | undefined;
  readonly scope?: string | undefined;
  readonly status?: number | undefined;
  /** Why it was refused, or what was changed. */
  readonly detail?: string | undefined;
}

/** Longest text kept per member: whoever is refused decides what stands in a path. */
const LONGEST_TEXT = 300;

const FILE = "audit.jsonl";

/** The line of an entry, with its line break. */
function auditLine(entry: AuditEntry, at: Date): string {
  const cut = Object.entries(entry).map(([name, value]) => [
    name,
    typeof value === "string" && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value,
  ]);
  return `${JSON.stringify({ at: at.toISOString(), ...Object.fromEntries(cut) })}\n`;
}

/** Appends one entry and returns when it is written: for the command line. */
export function appendAudit(dataDirectory: string, entry: AuditEntry): void {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  appendFileSync(join(dataDirectory, FILE), auditLine(entry, new Date()), { mode: 0o600 });
}

/** The log of a running server: entries of one turn go to the file in one write, in order, without blocking requests. */
export class AuditLog {
  readonly #path: string;
  #waiting = "";
  #writing: Promise<void> | null = null;
  #file: FileHandle | null = null;
  /** Told when the file cannot be written; the entries are kept and tried again with the next one. */
  onFailure: (error: unknown) => void = () => {};

  constructor(dataDirectory: string) {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    this.#path = join(dataDirectory, FILE);
  }

  record(entry: AuditEntry): void {
    this.#waiting += auditLine(entry, new Date());
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = null;
  }

  async #write(): Promise<void> {
    while (this.#waiting !== "") {
      const lines = this.#waiting;
      this.#waiting = "";
      try {
        this.#file ??= await open(this.#path, "a", 0o600);
        await this.#file.appendFile(lines);
      } catch (error) {
        // Bounded, or a full disk would fill the memory too.
        if (lines.length < 1_000_000) this.#waiting = lines + this.#waiting;
        this.onFailure(error);
        return;
      }
    }
  }
}
