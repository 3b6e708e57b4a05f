/**
 * Who may ask for what?
 *
 * API keys in an LMDB environment of their own, `keys.lmdb` in the data directory: restoring a backup of the facet
 * store must not bring a revoked key back to life. Every look-up reads the newest committed state, so a key that
 * another process (`binomen keys revoke`) creates or revokes counts in a running server at once.
 *
 * Fails closed: no key, no access. Not here: the HTTP side (`http/auth.ts`) and what was done (`audit.ts`).
 */
import { join } from "node:path";
import { type Database, open, type RootDatabase } from "lmdb";
import { BinomenError } from "../errors.ts";
import { writing } from "../storage/disk-full.ts";
import { FileGuard } from "../storage/file-guard.ts";
import { makeFolder } from "../storage/folder.ts";
import { checkLmdbSync, keepPrivate } from "../storage/lmdb-check.ts";
import { type Dialect, SCOPES, type Scope } from "./scopes.ts";
import { newToken, type SecretDigest, secretMatches, splitToken } from "./secret.ts";

/** A key as it is listed: everything but its secret. Times are milliseconds since 1970. */
export interface ApiKey {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** Sources whose lists the key may import; `null`: all, and everything else that import:write is good for. */
  readonly sources: readonly number[] | null;
  /** How WFO's calls are answered to this key when the request does not say; keys from before have none: bare. */
  readonly dialect?: Dialect;
  readonly created: number;
  /** From this moment on the key is refused; `null`: never. */
  readonly expires: number | null;
  readonly revoked: number | null;
  /** Id of the key that this one was replaced by, which ends it at `expires`. */
  readonly replacedBy: string | null;
  /** Last successful use, exact to one minute. */
  readonly lastUsed: number | null;
}

/** Why a token is refused. `none-configured`: there is no usable key at all, so nobody can be let in. */
export type Refusal = "malformed" | "unknown" | "expired" | "revoked" | "none-configured";

export type Verdict = { readonly key: ApiKey } | { readonly refused: Refusal };

/** A key just made. The token is nowhere kept: it cannot be shown again. */
export interface NewKey {
  readonly key: ApiKey;
  readonly token: string;
}

interface StoredKey extends Omit<ApiKey, "lastUsed"> {
  readonly secret: SecretDigest;
}

/** `lastUsed` is written at most this often per key, so that reading does not become writing. */
const LAST_USED_STEP_MS = 60_000;

const FILE = "keys.lmdb";

export class KeyRing {
  readonly #root: RootDatabase;
  readonly #keys: Database<StoredKey, string>;
  readonly #used: Database<number, string>;
  // A write is readable only once it is committed; without this every request until then would write again.
  readonly #written = new Map<string, number>();
  readonly #now: () => number;
  readonly #guard: FileGuard;
  /** Told when the last use of a key cannot be noted. */
  onFailure: (error: unknown) => void = () => {};

  /**
   * Opens, and creates when missing, the keys of a data directory. The file is readable by its owner only.
   *
   * @param now the wall clock in milliseconds; expiry is judged by it.
   * @throws STORE_DAMAGED
   */
  constructor(dataDirectory: string, now: () => number = Date.now) {
    makeFolder(dataDirectory, 0o700);
    const path = join(dataDirectory, FILE);
    checkLmdbSync({ path, wayOut: "Move the file away, or put a copy of it back; without it no key is valid." });
    this.#root = open({ path, maxDbs: 2, encoding: "json" });
    this.#keys = this.#root.openDB({ name: "key", encoding: "json" });
    this.#used = this.#root.openDB({ name: "used", encoding: "json" });
    this.#now = now;
    keepPrivate(path, `${path}-lock`);
    this.#guard = new FileGuard({ path, what: "keys" });
  }

  /**
   * Makes a key. Throws CONFIG_INVALID without scopes, without a label, with an expiry in the past, or with sources but
   * without import:write, which alone they restrict.
   */
  async create(
    label: string,
    scopes: readonly Scope[],
    expires: number | null = null,
    sources: readonly number[] | null = null,
    dialect: Dialect = "bare",
  ): Promise<NewKey> {
    if (label.trim() === "") throw new BinomenError("CONFIG_INVALID", { setting: "label", problem: "is empty" });
    if (scopes.length === 0)
      throw new BinomenError("CONFIG_INVALID", {
        setting: "scope",
        problem: `give one or more of ${SCOPES.join(", ")}`,
      });
    if (expires !== null && expires <= this.#now())
      throw new BinomenError("CONFIG_INVALID", { setting: "expires", problem: "lies in the past" });
    if (sources !== null && (!scopes.includes("import:write") || scopes.includes("admin")))
      throw new BinomenError("CONFIG_INVALID", {
        setting: "source",
        problem: "restricts the scope import:write only; give that scope, and not admin, which may do everything",
      });
    const made = newKey(label.trim(), scopes, this.#now(), expires, sources, dialect);
    await this.#commit(() => void this.#keys.put(made.stored.id, made.stored));
    return { key: listed(made.stored, null), token: made.token };
  }

  /**
   * Replaces a key by a new one with the same label, scopes, dialect and length of life. Both work until `overlapMs` have passed,
   * then only the new one. Throws KEY_UNKNOWN, and CONFIG_INVALID for a key that is no longer valid.
   */
  async rotate(id: string, overlapMs: number): Promise<NewKey> {
    const now = this.#now();
    const made = await this.#commit(() => {
      const old = this.#stored(id);
      const problem = refusalOf(old, now) ?? (old.replacedBy ? `was replaced by ${old.replacedBy}` : undefined);
      if (problem) return problem;
      const nextExpires = old.expires === null ? null : now + (old.expires - old.created);
      const next = newKey(old.label, old.scopes, now, nextExpires, old.sources, old.dialect ?? "bare");
      const end = Math.min(old.expires ?? Number.POSITIVE_INFINITY, now + overlapMs);
      this.#keys.put(next.stored.id, next.stored);
      this.#keys.put(id, { ...old, expires: end, replacedBy: next.stored.id });
      return next;
    });
    if (typeof made === "string") throw new BinomenError("CONFIG_INVALID", { setting: `key ${id}`, problem: made });
    return { key: listed(made.stored, null), token: made.token };
  }

  /** Ends a key now and for ever; again is harmless. Throws KEY_UNKNOWN. */
  async revoke(id: string): Promise<ApiKey> {
    const revoked = await this.#commit(() => {
      const old = this.#stored(id);
      const next = old.revoked === null ? { ...old, revoked: this.#now() } : old;
      this.#keys.put(id, next);
      return next;
    });
    return listed(revoked, this.#used.get(id) ?? null);
  }

  /** All keys, oldest first, also those that are no longer valid. */
  list(): ApiKey[] {
    return [...this.#keys.getRange()]
      .map(({ value }) => listed(value, this.#used.get(value.id) ?? null))
      .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
  }

  /**
   * The key that a token belongs to, or why it is refused. Takes the same time for an unknown id and a wrong secret.
   * @throws STORE_LOST
   */
  verify(token: string): Verdict {
    this.#guard.check();
    const now = this.#now();
    const presented = splitToken(token);
    const stored = presented ? this.#keys.get(presented.id) : undefined;
    const proven = presented !== null && secretMatches(presented.secret, stored?.secret);
    if (!proven || stored === undefined) {
      if (!this.anyUsable()) return { refused: "none-configured" };
      return { refused: presented === null ? "malformed" : "unknown" };
    }
    // Only who knows the secret learns that the key was once good.
    const refused = refusalOf(stored, now);
    if (refused) return { refused };
    return { key: listed(stored, this.#touch(stored.id, now)) };
  }

  /** Whether any key is valid now. */
  anyUsable(): boolean {
    const now = this.#now();
    for (const { value } of this.#keys.getRange()) if (refusalOf(value, now) === undefined) return true;
    return false;
  }

  async close(): Promise<void> {
    await this.#root.close();
  }

  /**
   * Makes one commit; resolves when it is on the disk. At once: lmdb rejects promises that nobody holds for commits that
   * fail later, which ends the process.
   * @throws STORAGE_FULL
   */
  #commit<T>(change: () => T): Promise<T> {
    return writing("keys", async () => {
      const result = this.#root.transactionSync(change);
      await this.#root.flushed;
      return result;
    });
  }

  #stored(id: string): StoredKey {
    const stored = this.#keys.get(id);
    if (stored === undefined) throw new BinomenError("KEY_UNKNOWN", { id });
    return stored;
  }

  #touch(id: string, now: number): number {
    const last = this.#written.get(id) ?? this.#used.get(id);
    // A clock set back must not freeze the mark, hence the distance in both directions.
    if (last !== undefined && Math.abs(now - last) < LAST_USED_STEP_MS) return last;
    this.#written.set(id, now);
    // The key is good whether or not it can be noted when it was used: a full disk refuses nobody. At once, because of a
    // put that fails later lmdb rejects promises that nobody holds, which ends the process.
    try {
      this.#used.putSync(id, now);
    } catch (error) {
      this.onFailure(error);
    }
    return now;
  }
}

function newKey(
  label: string,
  scopes: readonly Scope[],
  created: number,
  expires: number | null,
  sources: readonly number[] | null,
  dialect: Dialect,
) {
  const { id, token, kept } = newToken();
  const stored: StoredKey = {
    id,
    label,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    sources,
    dialect,
    created,
    expires,
    revoked: null,
    replacedBy: null,
    secret: kept,
  };
  return { stored, token };
}

function refusalOf(key: StoredKey, now: number): "revoked" | "expired" | undefined {
  if (key.revoked !== null) return "revoked";
  return key.expires !== null && key.expires <= now ? "expired" : undefined;
}

function listed({ secret: _, ...key }: StoredKey, lastUsed: number | null): ApiKey {
  return { ...key, lastUsed };
}
