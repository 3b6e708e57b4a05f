/**
 * How is a facet, value or source made, changed or deleted, or a handful of scores?
 *
 * An edit touches every name that has scores or snippets of the thing: a flag of a large facet concerns half a million.
 * Such an edit is made by a thread of its own (write-thread.ts), a small one here: starting a thread takes longer.
 */
import { BinomenError } from "../../errors.ts";
import { scoreOfSourceKey, usageKey } from "../records/layout.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import type { FacetWriter } from "../store/commit/writer.ts";
import type { Commit, FacetStore } from "../store/store.ts";
import type { Edit, ScoresEdit, VocabularyEdit } from "./edit.ts";
import { editInThread } from "./write-thread.ts";

/** Names from which on an edit is made by a thread. So many take the server's own thread about 20 ms. */
const MANY_NAMES = 2000;

const HANDS = {
  facets: { put: "putFacet", remove: "deleteFacet" },
  values: { put: "putValue", remove: "deleteValue" },
  sources: { put: "putSource", remove: "deleteSource" },
} as const;

/**
 * Makes an edit in one commit; its result is the id of the thing, of scores how many are not what they were. Resolves after
 * the commit is on the disk.
 *
 * @param manyNames names from which on a thread makes the edit
 * @throws BinomenError FACET_NOT_FOUND, FACET_ID_TAKEN, FACET_SOURCE_KIND, REQUEST_INVALID; then nothing is changed
 */
export function makeEdit(store: FacetStore, edit: Edit, manyNames = MANY_NAMES): Promise<Commit<number>> {
  // Counted before the edit has its turn. What changes until then decides only who makes it, not what it does.
  return concerns(store, edit, manyNames)
    ? editInThread(store, edit)
    : store.write((writer) => applyEdit(writer, edit));
}

/** Makes an edit inside a commit, with the result that {@link makeEdit} gives. */
export function applyEdit(writer: FacetWriter, edit: Edit): number {
  return edit.do === "scores" ? applyScores(writer, edit) : applyVocabulary(writer, edit);
}

function applyVocabulary(writer: FacetWriter, edit: VocabularyEdit): number {
  const { kind } = edit;
  const { put, remove } = HANDS[kind];
  if (edit.do === "delete") {
    if (!writer[remove](edit.id)) throw new BinomenError("FACET_NOT_FOUND", { kind, id: edit.id });
    return edit.id;
  }
  const id = edit.do === "change" ? edit.id : edit.draft["id"];
  if (typeof id === "number" && writer.vocabulary[kind].has(id) !== (edit.do === "change"))
    throw new BinomenError(edit.do === "change" ? "FACET_NOT_FOUND" : "FACET_ID_TAKEN", { kind, id });
  requireReferences(writer.vocabulary, edit.draft);
  return writer[put](edit.do === "change" ? { ...edit.draft, id } : edit.draft);
}

function applyScores(writer: FacetWriter, { upsert, remove }: ScoresEdit): number {
  let changed = 0;
  for (const { name, value, source, metadata } of upsert) {
    requireReferences(writer.vocabulary, { facetValueId: value, sourceId: source });
    if (writer.putScore(name, value, source, metadata) !== "unchanged") changed++;
  }
  for (const { name, value, source } of remove) if (writer.deleteScore(name, value, source)) changed++;
  return changed;
}

/** @throws BinomenError FACET_NOT_FOUND for the first id that nothing has */
function requireReferences(vocabulary: Vocabulary, draft: Readonly<Record<string, unknown>>): void {
  for (const [member, kind] of [
    ["facetId", "facets"],
    ["facetValueId", "values"],
    ["sourceId", "sources"],
  ] as const) {
    const id = draft[member];
    if (typeof id === "number" && !vocabulary[kind].has(id)) throw new BinomenError("FACET_NOT_FOUND", { kind, id });
  }
}

/** Whether an edit concerns at least so many scores and snippets. A new thing has none. */
function concerns(store: FacetStore, edit: Edit, many: number): boolean {
  if (edit.do === "scores") return edit.upsert.length + edit.remove.length >= many;
  if (edit.do === "add") return false;
  const { values } = store.vocabulary();
  switch (edit.kind) {
    case "facets": {
      let scores = 0;
      for (const value of values.values()) if (value.facetId === edit.id) scores += scoresOfValue(store, value.id);
      return scores >= many;
    }
    case "values":
      return scoresOfValue(store, edit.id) >= many;
    case "sources": {
      const { scoresOfSource, snippetsOfSource } = store.databases;
      const range = { start: scoreOfSourceKey(edit.id, 0, 0), end: scoreOfSourceKey(edit.id + 1, 0, 0), limit: many };
      return scoresOfSource.getKeysCount(range) + snippetsOfSource.getKeysCount(range) >= many;
    }
  }
}

function scoresOfValue(store: FacetStore, value: number): number {
  let scores = 0;
  const range = { start: usageKey(value, 0), end: usageKey(value + 1, 0) };
  for (const { value: count } of store.databases.usage.getRange(range)) scores += count.readUInt32BE(0);
  return scores;
}
