/**
 * Which indexes hold the records now? Those that the names of the URL stand for.
 *
 * `binomen index … --dataset` moves an alias to a new index when all records are there: the next question goes to that one, while
 * a cursor goes on in the index that it began in, as long as it is there. What an index holds stands in its `_meta`.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../errors.ts";
import { type Cursor, outlived } from "../search/cursor.ts";
import type { RecordChecklist, RecordPart, RecordSource, Records } from "../search/records.ts";
import { type EngineAddress, EngineClient } from "./engine-client.ts";
import { EngineRecords } from "./engine-records.ts";

/** How often names are looked up again, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;
/** States that cursors can go on in. */
const MOST_KNOWN = 8;

/** What `binomen index` writes into the `_meta` of an index. */
interface IndexMeta {
  readonly binomen?: { readonly content?: string; readonly checklists?: readonly RecordChecklist[] };
}

/** The records of a search engine. */
export class EngineSource implements RecordSource {
  readonly #client: EngineClient;
  readonly #known = new Map<string, EngineRecords>();
  #parts: readonly RecordPart[] = [];
  #current: EngineRecords | undefined;
  #looking: Promise<EngineRecords> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(address: EngineAddress) {
    this.#client = new EngineClient(address);
  }

  /** @throws BinomenError SEARCH_ENGINE_UNREACHABLE, SEARCH_ENGINE_REFUSED */
  async now(): Promise<Records> {
    if (this.#current !== undefined && performance.now() - this.#lookedAt < LOOK_AGAIN_MS) return this.#current;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Looks whether the names stand for other indexes; while the engine does not answer, what was last seen holds. */
  async known(): Promise<void> {
    await this.now().catch((error: unknown) => {
      if (this.#current === undefined) throw error;
    });
  }

  async at(cursor: Cursor | "begin"): Promise<Records> {
    const now = await this.now();
    if (cursor === "begin" || cursor.snapshot === now.id) return now;
    return this.#known.get(cursor.snapshot) ?? outlived();
  }

  parts(): readonly RecordPart[] {
    return this.#parts;
  }

  async #look(): Promise<EngineRecords> {
    const mappings = await this.#client.mappings();
    const parts = Object.entries(mappings)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([place, index]): RecordPart => {
        const meta = (index as { mappings?: { _meta?: IndexMeta } }).mappings?._meta;
        return { place, content: meta?.binomen?.content, checklists: meta?.binomen?.checklists ?? [] };
      });
    if (parts.length === 0)
      throw new BinomenError("SEARCH_ENGINE_REFUSED", {
        problem: `there is no index ${this.#client.names.join(", ")}: write one with binomen index --dataset`,
      });
    this.#parts = parts;
    this.#lookedAt = performance.now();
    const id = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
    const known = this.#known.get(id) ?? new EngineRecords(this.#client, id, parts);
    this.#known.delete(id);
    this.#known.set(id, known);
    if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#current = known;
    return known;
  }
}
