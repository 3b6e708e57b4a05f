/**
 * Which snippets does a commit change?
 *
 * A snippet keeps its id as long as its source, its name and what tells it from others (its identity) stay the same.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../../errors.ts";
import { KIND_NUMBER, numberKey, scoreOfSourceKey, snippetOfSourceKey } from "../../records/layout.ts";
import { DELETED, ENTRY_BYTES, type Superseded } from "../../records/log.ts";
import { isSnippetSource, type Snippet, type Stored } from "../../records/records.ts";
import { type Entries, type OpenCommit, type Outcome, requireId } from "./commit.ts";
import type { CommitNames } from "./commit-names.ts";

const SNIPPET_ENTRY = ENTRY_BYTES[KIND_NUMBER.snippets] as number;

/** A snippet as somebody gives it. */
export interface SnippetDraft {
  source: number;
  name: number;
  body: string;
  /** JSON of the source's row; `null` for none. */
  metadata: string | null;
  id?: number | undefined;
}

/** The snippets of one commit. */
export class CommitSnippets {
  readonly #commit: OpenCommit;
  readonly #names: CommitNames;
  /** `before`: sequence before this commit, 0 for none. Without a snippet: deleted. */
  readonly #changes = new Map<number, { before: number; name: number; snippet: Stored<Snippet> | undefined }>();

  constructor(commit: OpenCommit, names: CommitNames) {
    this.#commit = commit;
    this.#names = names;
  }

  /**
   * Adds a snippet, or changes the one of the same source, name and identity. `identity` tells equals apart. One that was
   * deleted and comes back has the id that it had.
   * @throws BinomenError FACET_NOT_FOUND without such a source, FACET_SNIPPET_SOURCE for a list of scores
   */
  put(draft: SnippetDraft, identity: string): { id: number; outcome: Outcome } {
    const { databases, vocabulary } = this.#commit;
    const { source, name, body } = draft;
    const given = vocabulary.sources.get(source);
    if (given === undefined) throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id: source });
    if (!isSnippetSource(given)) throw new BinomenError("FACET_SNIPPET_SOURCE", { source });
    const identityHash = snippetIdentity(identity);
    const key = snippetOfSourceKey(source, name, identityHash);
    const known = databases.snippetsOfSource.get(key);
    const next = () => {
      const metadata = this.#commit.putMetadata(draft.metadata);
      return { source, name, body, metadata, identity: identityHash, sequence: 0, tick: 0 };
    };
    if (known !== undefined) {
      const id = known.readUInt32BE(0);
      const old = this.#changes.get(id)?.snippet ?? databases.snippets.get(numberKey(id, 4));
      if (old?.body === body && this.#commit.isMetadata(old.metadata, draft.metadata))
        return { id, outcome: "unchanged" };
      if (old !== undefined) this.#commit.dropMetadata(old.metadata);
      this.#note(id, name, next(), old?.sequence ?? 0);
      return { id, outcome: "changed" };
    }
    const former = databases.formerSnippets.get(key);
    const id = this.#newId(draft.id ?? former?.readUInt32BE(0));
    if (former !== undefined) databases.formerSnippets.remove(key);
    databases.snippetsOfSource.put(key, numberKey(id, 4));
    this.#note(id, name, next(), 0);
    const { record } = this.#names.open(name);
    record.snippets = [...record.snippets, id].sort((a, b) => a - b);
    this.#commit.head.counts.snippets++;
    return { id, outcome: "added" };
  }

  /** False when there was no such snippet. */
  delete(id: number): boolean {
    const { databases, head } = this.#commit;
    const pending = this.#changes.get(id);
    const old = pending === undefined ? databases.snippets.get(numberKey(id, 4)) : pending.snippet;
    if (old === undefined) return false;
    this.#note(id, old.name, undefined, old.sequence);
    const key = snippetOfSourceKey(old.source, old.name, Buffer.from(old.identity));
    databases.snippetsOfSource.remove(key);
    databases.formerSnippets.put(key, numberKey(id, 4));
    this.#commit.dropMetadata(old.metadata);
    const { record } = this.#names.open(old.name);
    record.snippets = record.snippets.filter((other) => other !== id);
    head.counts.snippets--;
    return true;
  }

  /** Snippets of a source as they stand in this commit, by name. */
  ofSource(source: number): { name: number; snippet: number; identity: Buffer }[] {
    const range = { start: scoreOfSourceKey(source, 0, 0), end: scoreOfSourceKey(source + 1, 0, 0) };
    const found: { name: number; snippet: number; identity: Buffer }[] = [];
    for (const { key, value } of this.#commit.databases.snippetsOfSource.getRange(range)) {
      const identity = Buffer.from((key as Buffer).subarray(9));
      found.push({ name: (key as Buffer).readUIntBE(4, 5), snippet: value.readUInt32BE(0), identity });
    }
    return found;
  }

  /** Numbers and writes the snippets that changed, and touches their names. */
  finish(): Entries {
    const { databases, head } = this.#commit;
    const changed = [...this.#changes].sort((a, b) => a[0] - b[0]);
    const entries: Buffer[] = [];
    const old: Superseded[] = [];
    for (const [id, { before, name, snippet }] of changed) {
      if (snippet === undefined && before === 0) continue;
      const sequence = head.sequence + entries.length + 1;
      const entry = Buffer.alloc(SNIPPET_ENTRY);
      entry.writeUInt32BE(id, 1);
      entry.writeUIntBE(name, 5, 5);
      const key = numberKey(id, 4);
      if (before > 0) old.push({ sequence: before, by: sequence });
      this.#commit.entomb("snippets", key, snippet === undefined ? sequence : 0, old, sequence);
      if (snippet === undefined) {
        entry[0] = DELETED;
        databases.snippets.remove(key);
      } else databases.snippets.put(key, { ...snippet, sequence, tick: this.#commit.tickOf(entries.length) });
      this.#names.touch(name, "snippet", false);
      entries.push(entry);
    }
    return [Buffer.concat(entries), old];
  }

  #newId(given: number | undefined): number {
    const { nextId } = this.#commit.head;
    const id = given ?? nextId.snippets;
    requireId(id, "snippet");
    const pending = this.#changes.get(id);
    // One that this commit has deleted still stands in the database, but its id is free.
    const holder = pending === undefined ? this.#commit.databases.snippets.get(numberKey(id, 4)) : pending.snippet;
    if (holder !== undefined) throw new BinomenError("FACET_ID_TAKEN", { kind: "snippet", id });
    nextId.snippets = Math.max(nextId.snippets, id + 1);
    return id;
  }

  #note(id: number, name: number, snippet: Stored<Snippet> | undefined, before: number): void {
    const known = this.#changes.get(id);
    this.#changes.set(id, { before: known?.before ?? before, name, snippet });
  }
}

/** What is kept of the text that tells a snippet from others of its source and name: 16 bytes. */
export function snippetIdentity(text: string): Buffer {
  return createHash("sha1").update(text).digest().subarray(0, 16);
}
