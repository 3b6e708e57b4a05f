/**
 * What does a key look like, and what of it is kept?
 *
 *   bnm_3f9c1a7be204_8Qk…43 characters…
 *   │   │            └ secret: 32 random bytes, base64url
 *   │   └ key id: 6 random bytes in hex; public, stands in lists and in the audit log
 *   └ a fixed mark, so that scanners of public repositories can recognise a leaked key
 *
 * Kept: the id, a salt and SHA-256(salt, secret). Not scrypt or bcrypt: those slow down guessing of what people
 * choose; 256 random bits cannot be guessed at any speed, and a slow hash on every request (50 ms) would let anybody
 * stop the server by sending wrong keys.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const TOKEN = /^bnm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;
/** Longest text that is looked at: mark, id, secret and the two separators. */
const TOKEN_LENGTH = 4 + 12 + 1 + 43;

/** What is stored in place of a secret; both in hex. */
export interface SecretDigest {
  readonly salt: string;
  readonly digest: string;
}

/** A new random key: the id to keep, the token to show once, the digest to store. */
export function newToken(): { id: string; token: string; kept: SecretDigest } {
  const id = randomBytes(6).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  const salt = randomBytes(16).toString("hex");
  return { id, token: `bnm_${id}_${secret}`, kept: { salt, digest: digestOf(salt, secret).toString("hex") } };
}

/** Id and secret of a token, or `null` when the text is no binomen key. */
export function splitToken(token: string): { id: string; secret: string } | null {
  if (token.length !== TOKEN_LENGTH) return null;
  const parts = TOKEN.exec(token);
  return parts ? { id: parts[1] as string, secret: parts[2] as string } : null;
}

/** Compared against when an id is unknown, so that an unknown id takes as long as a wrong secret. */
const NOBODY: SecretDigest = { salt: "00".repeat(16), digest: "00".repeat(32) };

/** Whether the secret has the stored digest, in constant time; always `false`, after the same work, for `undefined`. */
export function secretMatches(secret: string, kept: SecretDigest | undefined): boolean {
  const { salt, digest } = kept ?? NOBODY;
  return timingSafeEqual(digestOf(salt, secret), Buffer.from(digest, "hex")) && kept !== undefined;
}

function digestOf(salt: string, secret: string): Buffer {
  return createHash("sha256").update(salt, "hex").update(secret, "utf8").digest();
}
