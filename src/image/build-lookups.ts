/**
 * Which sections need nothing but the words?
 *
 * Filters, deletion dictionaries, stems, sounds, and the table of authorships: half of the work behind the rows, in
 * pieces that know nothing of each other, so that threads can share them.
 */
import { layOutAuthorships } from "./authorships/build-authorships.ts";
import { oneDeletion, twoDeletions } from "./layout/deletions.ts";
import type { Sections } from "./layout/format.ts";
import { buildDeletions } from "./near/build-deletions.ts";
import { endsFilterOf, filterOf } from "./near/build-filters.ts";
import { bucketVariants } from "./near/build-variants.ts";
import type { StringTable } from "./words/build-strings.ts";

/** The words, and by word the places of names in which it stands: bits of {@link STARTS_NAME} … */
export interface WordRoles extends Pick<Sections, "wordLetters" | "wordLengthStart"> {
  roles: Uint8Array;
}

/** The word is the first of a name. */
const STARTS_NAME = 1;
/** The word is a name by itself. */
const IS_UNINOMIAL = 2;
/** The word stands behind the first. */
const FOLLOWS_GENUS = 4;

/** A piece of work. Plain data: it can be sent to a thread. */
export type LookupTask =
  | { kind: "deletions" | "variants"; words: WordRoles }
  | { kind: "authorships"; bytes: Uint8Array; starts: Uint32Array };

/** Does a piece of work. */
export function runLookupTask(task: LookupTask): Partial<Sections> {
  if (task.kind === "authorships") return layOutAuthorships(task.bytes, task.starts);
  const { words } = task;
  const hasRole = (role: number) => (word: number) => (words.roles[word]! & role) !== 0;
  if (task.kind === "variants") {
    return {
      uninomialEnds: endsFilterOf(words, hasRole(IS_UNINOMIAL)),
      genusFilter: filterOf(words, hasRole(STARTS_NAME)),
      epithetFilter: filterOf(words, hasRole(FOLLOWS_GENUS)),
      ...bucketVariants(words, hasRole(STARTS_NAME), hasRole(FOLLOWS_GENUS)),
    };
  }
  const genera = buildDeletions(words, hasRole(STARTS_NAME), oneDeletion);
  const uninomials = buildDeletions(words, hasRole(IS_UNINOMIAL), twoDeletions);
  return {
    genusBuckets: genera.buckets,
    genusDeletions: genera.entries,
    uninomialBuckets: uninomials.buckets,
    uninomialDeletions: uninomials.entries,
  };
}

/** The places of each word, from the words of all rows (renumbered). In shared memory, for threads to read. */
export function wordRoles(
  words: Pick<Sections, "wordLetters" | "wordLengthStart">,
  genus: Uint32Array,
  epithet: Uint32Array,
  third: Uint32Array,
): WordRoles {
  const { wordLetters, wordLengthStart } = words;
  const roles = new Uint8Array(new SharedArrayBuffer(wordLengthStart[wordLengthStart.length - 1]!));
  for (let row = 0; row < genus.length; row++) {
    roles[genus[row]!]! |= epithet[row] === 0 ? STARTS_NAME | IS_UNINOMIAL : STARTS_NAME;
    roles[epithet[row]!]! |= FOLLOWS_GENUS;
    roles[third[row]!]! |= FOLLOWS_GENUS;
  }
  roles[0] = 0;
  return { wordLetters, wordLengthStart, roles };
}

/** The tasks for a set of words and authorships. */
export function lookupTasks(words: WordRoles, authorships: StringTable): LookupTask[] {
  return [
    { kind: "variants", words },
    { kind: "deletions", words },
    { kind: "authorships", bytes: authorships.usedBytes(), starts: authorships.starts.used() },
  ];
}
