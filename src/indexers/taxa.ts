/**
 * Which taxa does a changed name concern, and what are their documents now?
 *
 * The feed says that a name was touched. Its documents are those of the taxon that it names or is a synonym of, and of
 * every taxon below it when the change is heritable. The store knows no classification, so the taxon graphs come from a
 * file: NDJSON, one `{classification, taxon: [ids], path: [[ids]…], synonyms: [[ids]…]}` a line, as WFO's portal sends
 * them. The server computes the documents; here is only known where each name stands in the file.
 */
import { type FileHandle, open } from "node:fs/promises";
import { BinomenError } from "../errors.ts";
import type { Change } from "./feed.ts";
import { ask, shownUrl } from "./request.ts";
import { Transient } from "./retry.ts";
import type { IndexAction } from "./target.ts";

/** Most graphs that the server takes in one request. */
const MOST_GRAPHS = 1000;
const PATIENCE_MS = 120_000;

/** Computes the documents of taxon graphs: JSON texts of graphs in, one document each out, in order. */
export type ComputeValues = (graphs: readonly string[], stop: AbortSignal) => Promise<Record<string, unknown>[]>;

interface Graph {
  readonly classification?: string | null;
  readonly taxon?: readonly string[];
  readonly path?: readonly (readonly string[])[];
  readonly synonyms?: readonly (readonly string[])[];
}

/** The taxa of one file of graphs. */
export class Taxa {
  readonly #file: FileHandle;
  /** Byte offset of each line, and the end of the last one. */
  readonly #offsets: readonly number[];
  /** Ordinals of the taxa that a name is the name or a synonym of. */
  readonly #ofName: ReadonlyMap<string, readonly number[]>;
  /** Ordinals of the taxa below a name. */
  readonly #below: ReadonlyMap<string, readonly number[]>;
  readonly #compute: ComputeValues;

  private constructor(
    file: FileHandle,
    offsets: readonly number[],
    ofName: ReadonlyMap<string, readonly number[]>,
    below: ReadonlyMap<string, readonly number[]>,
    compute: ComputeValues,
  ) {
    this.#file = file;
    this.#offsets = offsets;
    this.#ofName = ofName;
    this.#below = below;
    this.#compute = compute;
  }

  /**
   * Reads where the names stand. The file must stay as it is while it is used.
   *
   * @throws SOURCE_DAMAGED with the line that is no taxon graph.
   */
  static async open(path: string, compute: ComputeValues): Promise<Taxa> {
    const file = await open(path);
    const offsets: number[] = [];
    const ofName = new Map<string, number[]>();
    const below = new Map<string, number[]>();
    let end = 0;
    for await (const bytes of linesOf(file)) {
      const ordinal = offsets.length;
      offsets.push(end);
      end += bytes.length;
      const line = bytes.toString("utf8").trim();
      if (line === "") continue;
      const graph = readGraph(line, path, ordinal + 1);
      for (const id of [graph.taxon ?? [], ...(graph.synonyms ?? [])].flat()) add(ofName, id, ordinal);
      for (const id of (graph.path ?? []).flat()) add(below, id, ordinal);
    }
    offsets.push(end);
    return new Taxa(file, offsets, ofName, below, compute);
  }

  /** Documents to write for the names touched in these changes, each with the newest sequence that concerns it. */
  async actionsFor(changes: readonly Change[], stop: AbortSignal): Promise<IndexAction[]> {
    const sequences = new Map<number, string>();
    for (const { op, id, seq, descendants } of changes) {
      if (op !== "touch") continue;
      // Changes come in the order of their sequences, so the last one wins.
      for (const ordinal of this.#ofName.get(id) ?? []) sequences.set(ordinal, seq);
      if (descendants) for (const ordinal of this.#below.get(id) ?? []) sequences.set(ordinal, seq);
    }
    const ordinals = [...sequences.keys()];
    const actions: IndexAction[] = [];
    for (let from = 0; from < ordinals.length; from += MOST_GRAPHS) {
      const some = ordinals.slice(from, from + MOST_GRAPHS);
      const graphs = await Promise.all(some.map((ordinal) => this.#line(ordinal)));
      const documents = await this.#compute(graphs, stop);
      documents.forEach((document, i) => {
        const { taxon, classification, ...fields } = document;
        // A graph without a taxon is answered in its place; there is nothing to index.
        if (typeof taxon !== "string") return;
        const id = typeof classification === "string" ? `${taxon}-${classification}` : taxon;
        const doc = { kind_s: "wfo-taxon", wfo_id_s: taxon, classification_id_s: classification ?? "", ...fields };
        actions.push({ id, seq: sequences.get(some[i]!)!, doc });
      });
    }
    return actions;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #line(ordinal: number): Promise<string> {
    const start = this.#offsets[ordinal]!;
    const length = this.#offsets[ordinal + 1]! - start;
    const { buffer } = await this.#file.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString("utf8").trim();
  }
}

/** Lets a binomen server compute documents. @throws Transient · FEED_UNREADABLE */
export function serverValues(server: string, token: string): ComputeValues {
  const url = new URL("facets/api.php", server.endsWith("/") ? server : `${server}/`).href;
  return async (graphs, stop) => {
    const { status, text } = await ask(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
      body: `[${graphs.join(",")}]`,
      timeoutMs: PATIENCE_MS,
      stop,
    });
    const problem = `status ${status} ${text.slice(0, 300)}`;
    if (status !== 200) throw new BinomenError("FEED_UNREADABLE", { url: shownUrl(server), problem });
    const documents = parsedList(text);
    if (documents?.length !== graphs.length) throw new Transient("not as many documents as taxon graphs");
    return documents;
  };
}

/** Lines with their line ends, as bytes: their lengths add up to the length of the file. */
async function* linesOf(file: FileHandle): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ autoClose: false, start: 0, highWaterMark: 1 << 20 })) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    let start = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, at + 1);
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

function readGraph(line: string, path: string, lineNumber: number): Graph {
  const damaged = (problem: string, cause?: unknown) =>
    new BinomenError("SOURCE_DAMAGED", { path, problem: `line ${lineNumber}: ${problem}` }, { cause });
  let graph: Graph | null;
  try {
    graph = JSON.parse(line) as Graph | null;
  } catch (error) {
    throw damaged((error as Error).message, error);
  }
  const lists = [[graph?.taxon ?? []], graph?.path ?? [], graph?.synonyms ?? []];
  const areIds = (ids: unknown) => Array.isArray(ids) && ids.every((id) => typeof id === "string");
  if (
    typeof graph !== "object" ||
    graph === null ||
    Array.isArray(graph) ||
    !lists.every((list) => Array.isArray(list) && list.every(areIds))
  )
    throw damaged("no taxon graph with taxon, path and synonyms");
  return graph;
}

function add(map: Map<string, number[]>, id: string, ordinal: number): void {
  const known = map.get(id);
  if (known === undefined) map.set(id, [ordinal]);
  else if (known.at(-1) !== ordinal) known.push(ordinal);
}

function parsedList(text: string): Record<string, unknown>[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as Record<string, unknown>[]) : undefined;
  } catch {
    return undefined;
  }
}
