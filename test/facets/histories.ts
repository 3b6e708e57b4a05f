/**
 * A model of what happens to a store, and of those who read it: any history of edits, imports, rollbacks, restores, kills
 * and writes of another process, read in between by seven readers that know only what their calls tell.
 */
import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { BinomenError } from "../../src/errors.ts";
import { importHistory } from "../../src/facets/lists/history.ts";
import { importList, rollBack } from "../../src/facets/lists/imports.ts";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { backUp, restore } from "../../src/facets/store/backup.ts";
import type { FacetWriter } from "../../src/facets/store/commit/writer.ts";
import { Readers } from "../../src/facets/store/readers.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { storeFolder } from "./open-store.ts";
import {
  allDocuments,
  drain,
  EnvelopeReplica,
  evaluated,
  FeedReplica,
  type Replica,
  SinceReplica,
  type TestTaxon,
} from "./replicas.ts";

const NAMES = 8;
const ROWS = ["{}", '{"row":"1"}', '{"row":"2"}'];
/** Names 1-6 are taxa below genus 7 in family 8; name n + 10 is a synonym of n. */
const TAXA: TestTaxon[] = Array.from({ length: 6 }, (_, i) => ({
  taxon: [nameId(i + 1)],
  path: [[nameId(8)], [nameId(7)]],
  synonyms: [[nameId(i + 11)]],
}));
TAXA.push({ taxon: [nameId(7)], path: [[nameId(8)]], synonyms: [] }, { taxon: [nameId(8)], path: [], synonyms: [] });

const someName = fc.oneof(fc.integer({ min: 1, max: NAMES }), fc.integer({ min: 11, max: 16 }));
const someValue = fc.integer({ min: 1, max: 3 });
const scoreSource = fc.integer({ min: 1, max: 3 });
const someRow = fc.constantFrom(...ROWS);

type Edit = { title: string; run: (writer: FacetWriter) => unknown };
const edit = <T>(
  title: string,
  of: fc.Arbitrary<T>,
  run: (writer: FacetWriter, of: T) => unknown,
): fc.Arbitrary<Edit> =>
  of.map((given) => ({ title: `${title} ${JSON.stringify(given)}`, run: (writer) => run(writer, given) }));

/** Values 1, 2 belong to facet 1, value 3 to facet 2; source n scores value n; sources 4, 5 are lists of snippets. */
export function makeVocabulary(writer: FacetWriter): void {
  for (const id of [1, 2]) if (!writer.vocabulary.facets.has(id)) writer.putFacet({ id, name: `Facet ${id}` });
  for (const id of [1, 2, 3])
    if (!writer.vocabulary.values.has(id)) writer.putValue({ id, name: `Value ${id}`, facetId: id < 3 ? 1 : 2 });
  for (const id of [1, 2, 3])
    if (!writer.vocabulary.sources.has(id)) writer.putSource({ id, name: `Source ${id}`, facetValueId: id });
  for (const id of [4, 5])
    if (!writer.vocabulary.sources.has(id))
      writer.putSource({ id, name: `Texts ${id}`, snippetCategory: "use", snippetLanguage: "eng" });
}

const EDITS: fc.Arbitrary<Edit> = fc.oneof(
  edit("score", fc.tuple(someName, scoreSource, someRow), (writer, [name, source, row]) => {
    const { facetValueId } = writer.vocabulary.sources.get(source) ?? {};
    if (typeof facetValueId === "number") writer.putScore(name, facetValueId, source, row);
  }),
  edit("unscore", fc.tuple(someName, someValue, scoreSource), (writer, [name, value, source]) =>
    writer.deleteScore(name, value, source),
  ),
  edit(
    "snippet",
    fc.tuple(someName, fc.constantFrom(4, 5), fc.constantFrom("a", "b"), someRow),
    (writer, [name, source, body, metadata]) => writer.putSnippet({ name, source, body, metadata }, body),
  ),
  edit("unsnippet", fc.integer({ min: 1, max: 12 }), (writer, id) => writer.deleteSnippet(id)),
  edit("hide", fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), (writer, [id, doNotIndex]) =>
    writer.vocabulary.sources.has(id) ? writer.putSource({ id, doNotIndex }) : undefined,
  ),
  edit("inherit", fc.tuple(fc.constantFrom(1, 2), fc.boolean()), (writer, [id, heritable]) =>
    writer.putFacet({ id, heritable }),
  ),
  edit("label facet", fc.tuple(fc.constantFrom(1, 2), fc.constantFrom("Habit", "Zone")), (writer, [id, name]) =>
    writer.putFacet({ id, name }),
  ),
  edit("label value", fc.tuple(someValue, fc.constantFrom("Tree", "Shrub")), (writer, [id, name]) =>
    writer.putValue({ id, name }),
  ),
  edit("move value", fc.tuple(someValue, fc.constantFrom(1, 2)), (writer, [id, facetId]) =>
    writer.putValue({ id, facetId }),
  ),
  edit("move source", fc.tuple(scoreSource, someValue), (writer, [id, facetValueId]) =>
    writer.putSource({ id, facetValueId }),
  ),
  edit("delete source", fc.integer({ min: 1, max: 5 }), (writer, id) => {
    writer.deleteSource(id);
    makeVocabulary(writer);
  }),
  edit("merge", fc.tuple(someValue, someValue), (writer, [into, value]) => {
    if (into === value) return;
    for (const { id, facetValueId } of [...writer.vocabulary.sources.values()])
      if (facetValueId === value) writer.putSource({ id, facetValueId: into });
    writer.deleteValue(value);
  }),
  edit("delete value", someValue, (writer, id) => writer.deleteValue(id)),
  edit("delete facet", fc.constantFrom(1, 2), (writer, id) => writer.deleteFacet(id)),
);

/** Rows of a list: names, and for snippets a text each. */
const aList = fc.array(fc.record({ name: someName, text: fc.constantFrom("a", "b", "c"), row: fc.nat(2) }), {
  maxLength: 16,
});
type Rows = typeof aList extends fc.Arbitrary<infer T> ? T : never;

type Action =
  | { do: "commit"; edits: Edit[] }
  | { do: "import"; source: number; rows: Rows; force: boolean; key: boolean }
  | { do: "rollback"; which: number }
  | { do: "backup" }
  | { do: "restore" }
  | { do: "beside"; rows: Rows; isKilled: boolean }
  | { do: "read"; replica: number }
  | { do: "restart" }
  | { do: "clock"; seconds: number };
const always = (action: Action): fc.Arbitrary<Action> => fc.constant(action);
const ACTIONS: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.array(EDITS, { minLength: 1, maxLength: 4 }).map((edits): Action => ({ do: "commit", edits })),
    },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 5 }), aList, fc.boolean(), fc.boolean())
        .map(([source, rows, force, key]): Action => ({ do: "import", source, rows, force, key })),
    },
    { weight: 2, arbitrary: fc.nat(4).map((which): Action => ({ do: "rollback", which })) },
    { weight: 12, arbitrary: fc.nat(6).map((replica): Action => ({ do: "read", replica })) },
    { weight: 2, arbitrary: aList.map((rows): Action => ({ do: "beside", rows, isKilled: false })) },
    { weight: 1, arbitrary: aList.map((rows): Action => ({ do: "beside", rows, isKilled: true })) },
    { weight: 2, arbitrary: always({ do: "restart" }) },
    { weight: 1, arbitrary: always({ do: "backup" }) },
    { weight: 1, arbitrary: always({ do: "restore" }) },
    { weight: 2, arbitrary: fc.constantFrom(-3600, 1, 3600).map((seconds): Action => ({ do: "clock", seconds })) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** A store that can be closed and opened again. */
export async function restartable(t: TestContext | undefined) {
  const directory = await mkdtemp(join(storeFolder(), "binomen-facets-"));
  let nowMs = 1_774_880_981_000;
  const options = { now: () => nowMs, isChecked: true };
  let store = await FacetStore.open(directory, options);
  const close = async () => {
    await store.close();
    for (const path of [
      directory,
      `${directory}-backup`,
      `${directory}-readers.lmdb`,
      `${directory}-readers.lmdb-lock`,
    ])
      await rm(path, { recursive: true, force: true });
  };
  t?.after(close);
  return {
    get store() {
      return store;
    },
    tickClock: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    restart: async () => {
      await store.close();
      store = await FacetStore.open(directory, options);
    },
    /** Puts a backup in the place of the store; what its readers were told last is known beside it. */
    restore: async (backup: string) => {
      await store.close();
      await rm(directory, { recursive: true });
      await restore(backup, directory, options.now);
      store = await FacetStore.open(directory, options);
    },
    close,
  };
}

const isRow = (id: string): boolean => id.startsWith("wfo-fvs-") || id.startsWith("wfo-snippet-");
export const rows = (docs: Map<string, Record<string, unknown>>) =>
  [...docs]
    .filter(([id]) => isRow(id))
    .map(([id, { body_txt: _, ...doc }]) => [id, doc] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));

/** How often each thing happened: a check must prove that it looked at something. */
export type Happened = Record<Action["do"] | "kill" | "refused", number>;

/** Checks random histories; `seed` repeats a run. Resolves to what happened in them. */
export async function checkHistories(count: number, seed?: number): Promise<Happened> {
  const happened = {} as Happened;
  const beside = new Beside();
  try {
    await fc.assert(
      fc.asyncProperty(ACTIONS, (actions) => checkHistory(actions, beside, happened)),
      seed === undefined ? { numRuns: count } : { numRuns: count, seed },
    );
  } finally {
    await beside.close();
  }
  return happened;
}

async function checkHistory(actions: readonly Action[], beside: Beside, happened: Happened): Promise<void> {
  const place = await restartable(undefined);
  let hasBackup = false;
  let hasRestored = false;
  const readers = new Readers(place.store.directory, place.store.now);
  const count = (what: keyof Happened): void => {
    happened[what] = (happened[what] ?? 0) + 1;
  };
  try {
    const [naive, blunt] = [new SinceReplica(true), new SinceReplica(false)];
    const envelope = new EnvelopeReplica();
    const feeds = [1, 3, 999, 5000].map((limit) => new FeedReplica(TAXA, limit));
    const replicas: Replica[] = [naive, blunt, envelope, ...feeds];
    const tell = (): void => readers.tell(place.store.head().tick);
    await place.store.write(makeVocabulary);
    for (const action of actions) {
      count(action.do);
      switch (action.do) {
        case "clock":
          place.tickClock(action.seconds);
          break;
        case "restart":
          await place.restart();
          break;
        case "read":
          replicas[action.replica]?.step(place.store);
          tell();
          break;
        case "commit":
          await place.store.write((writer) => {
            for (const one of action.edits) {
              one.run(writer);
              makeVocabulary(writer);
            }
          });
          break;
        case "import":
          await refusable(() => importRows(place.store, action), count);
          break;
        case "rollback": {
          const past = importHistory(place.store)[action.which];
          if (past !== undefined) await refusable(() => rollBack(place.store, past.id, "test"), count);
          break;
        }
        case "backup":
          await rm(`${place.store.directory}-backup`, { recursive: true, force: true });
          await backUp(place.store, `${place.store.directory}-backup`);
          hasBackup = true;
          break;
        case "restore":
          if (!hasBackup) break;
          await readers.flush();
          await place.restore(`${place.store.directory}-backup`);
          hasRestored = true;
          break;
        case "beside":
          await beside.write(place.store, action.rows, action.isKilled);
          if (action.isKilled) count("kill");
          break;
      }
    }
    for (const replica of replicas) drain(replica, place.store);
    assert.deepEqual((await verifyStore(place.store)).problems, [], "the store verifies");
    const truth = await allDocuments(place.store);
    // No call can tell a reader of rows that only the lost store had; the feed tells it to begin anew.
    const shown = (docs: Map<string, Record<string, unknown>>) =>
      hasRestored ? rows(docs).filter(([id]) => truth.has(id)) : rows(docs);
    for (const feed of feeds) {
      assert.deepEqual(new Map([...feed.docs].sort()), new Map([...truth].sort()), "the change feed");
      for (const taxon of TAXA)
        assert.equal(feed.indexed.get(taxon.taxon[0] as string), evaluated(place.store, taxon), "index documents");
    }
    assert.deepEqual(shown(naive.docs), rows(truth), "dialect A with tombstones");
    assert.deepEqual(shown(envelope.docs), rows(truth), "the envelope");
    const held = rows(blunt.docs).filter(([id]) => truth.has(id));
    assert.deepEqual(held, rows(truth), "dialect A but for deletes");
    for (const kind of ["wfo-f-", "wfo-fs-", "wfo-ss-"]) {
      const told = [...envelope.docs.keys()].filter((id) => id.startsWith(kind) && (!hasRestored || truth.has(id)));
      const hidden = new Set(
        [...place.store.vocabulary().sources.values()].filter((s) => s.doNotIndex).map((s) => s.id),
      );
      const there = [...truth.keys()].filter((id) => id.startsWith(kind) && !hidden.has(Number(id.slice(7))));
      assert.deepEqual(
        told.filter((id) => there.includes(id) || !hasRestored).sort(),
        there.sort(),
        `${kind} in the envelope`,
      );
    }
  } finally {
    await readers.close();
    await place.close();
  }
}

/** What the rules of imports refuse changes nothing, and is no fault. */
async function refusable(what: () => Promise<unknown>, count: (what: "refused") => void): Promise<void> {
  try {
    await what();
  } catch (error) {
    if (!(error instanceof BinomenError) || !/^FACET_(IMPORT_|NOT_FOUND|SOURCE_KIND)/.test(error.code)) throw error;
    count("refused");
  }
}

function importRows(store: FacetStore, { source, rows, force, key }: Extract<Action, { do: "import" }>) {
  const lines = rows.map(({ name, text, row }) => `${nameId(name)},${text},${row}\n`);
  const isSnippets = store.vocabulary().sources.get(source)?.facetValueId === null;
  return importList(store, source, Buffer.from(`wfo_id,text,row\n${lines.join("")}`), {
    by: "test",
    force,
    allowEmpty: force,
    keyColumn: key && isSnippets ? "row" : undefined,
  });
}

/** Another process that writes the same store, and may be killed while it does. */
class Beside {
  #child: ChildProcess | undefined;

  async write(store: FacetStore, rows: Rows, isKilled: boolean): Promise<void> {
    this.#child ??= fork(fileURLToPath(import.meta.url), { serialization: "advanced" });
    const child = this.#child;
    const answered = isKilled ? once(child, "exit") : once(child, "message");
    child.send({ directory: store.directory, rows, isKilled, now: store.now() });
    const [problem] = await answered;
    if (isKilled) this.#child = undefined;
    else if (problem !== null) throw new Error(problem as string);
    store.refresh();
  }

  async close(): Promise<void> {
    if (this.#child === undefined) return;
    const exited = once(this.#child, "exit");
    this.#child.disconnect();
    await exited;
  }
}

interface BesideTask {
  directory: string;
  rows: Rows;
  isKilled: boolean;
  now: number;
}

async function writeBeside({ directory, rows, isKilled, now }: BesideTask): Promise<void> {
  const store = await FacetStore.open(directory, { isChecked: true, now: () => now });
  await store.write((writer) => {
    makeVocabulary(writer);
    for (const { name, text, row } of rows) {
      writer.putScore(name, writer.vocabulary.sources.get(1)?.facetValueId as number, 1, `{"row":"${row}"}`);
      writer.putSnippet({ name, source: 4, body: text, metadata: "{}" }, text);
    }
    if (isKilled) process.kill(process.pid, "SIGKILL");
  });
  await store.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.on("message", (task: BesideTask) => {
    writeBeside(task).then(
      () => process.send?.(null),
      (error: Error) => process.send?.(error.stack),
    );
  });
