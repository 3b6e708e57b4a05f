/**
 * How is a facet, value or source made, changed or deleted, or a handful of scores?
 *
 * An edit touches every name that has scores or snippets of the thing: a flag of a large facet concerns half a million.
 * What must hold between the things is the writer's to check; whether a thing is there already, and should be, is ours.
 */
import { BinomenError } from "../../errors.ts";
import type { FacetWriter } from "../store/commit/writer.ts";
import type { Edit, ScoresEdit, VocabularyEdit } from "./edit.ts";

const HANDS = {
  facets: { put: "putFacet", remove: "deleteFacet" },
  values: { put: "putValue", remove: "deleteValue" },
  sources: { put: "putSource", remove: "deleteSource" },
} as const;

/**
 * Makes an edit inside a commit. Returns the id of the thing, of scores how many are not what they were.
 *
 * @throws BinomenError FACET_NOT_FOUND, FACET_ID_TAKEN, FACET_SOURCE_KIND, FACET_SCORE_SOURCE, REQUEST_INVALID; then the
 *   commit must not be finished
 */
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
  const draft = withoutGiven(edit.draft);
  const id = edit.do === "change" ? edit.id : draft["id"];
  if (typeof id === "number" && writer.vocabulary[kind].has(id) !== (edit.do === "change"))
    throw new BinomenError(edit.do === "change" ? "FACET_NOT_FOUND" : "FACET_ID_TAKEN", { kind, id });
  return writer[put](edit.do === "change" ? { ...draft, id } : draft);
}

/** Without what the store gives itself: records are posted back, and defined, as they were read. */
export function withoutGiven(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { sequence, tick, lastImport, ...draft } = record;
  return draft;
}

function applyScores(writer: FacetWriter, { upsert, remove }: ScoresEdit): number {
  let changed = 0;
  for (const { name, value, source, metadata } of upsert)
    if (writer.putScore(name, value, source, metadata) !== "unchanged") changed++;
  for (const { name, value, source } of remove) if (writer.deleteScore(name, value, source)) changed++;
  return changed;
}
