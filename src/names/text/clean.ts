/**
 * What was meant before computers touched the string?
 *
 * Takes away HTML, entities, mojibake (UTF-8 read as Latin-1 or cp1252, also twice), zero-width and odd spaces, curly
 * quotes, look-alike letters of other scripts, and remembers for each character where it stood. Clean strings, nine of
 * ten, are returned as they are after one look at each code unit.
 */

import type { Warning } from "../warnings.ts";
import { charClass, DIRTY, isLetter, LETTER, MOJIBAKE_LEADS } from "./chars.ts";
import { byteOf, continuation } from "./encoding.ts";
import { entity, TAGS } from "./entities.ts";
import { latinLookAlike } from "./homoglyphs.ts";
import { replacement } from "./replacements.ts";
import { Writer } from "./traced-text.ts";

/** A cleaned string. */
export interface Cleaned {
  text: string;
  /** Where each code unit of `text` starts and ends in the verbatim string. `undefined` when they are the same. */
  starts: Int32Array | undefined;
  ends: Int32Array | undefined;
  warnings: Warning[];
}

const NONE: Warning[] = [];

/** True when a pass over the code units finds nothing to clean. */
function isClean(text: string): boolean {
  const length = text.length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (DIRTY_ASCII[code]! !== 0 && (code !== AMPERSAND || isEntityStart(text, i))) return false;
    } else if (!isCleanBeyondAscii(text, i, code)) return false;
  }
  return true;
}

/** Letters with diacritics are clean unless two of them look like a misread UTF-8 sequence. */
function isCleanBeyondAscii(s: string, at: number, code: number): boolean {
  if (charClass(code) & DIRTY) return false;
  if (code === 0xa1 || code === 0x17f || (code >= 0x2715 && code <= 0x2717) || code === 0x2a2f) return false;
  return !(MOJIBAKE_LEADS.includes(s.charAt(at)) && continuation(s.charCodeAt(at + 1)) >= 0);
}

const AMPERSAND = 0x26;

/** 1 for ASCII characters that cleaning must look at. */
const DIRTY_ASCII = Uint8Array.from({ length: 0x80 }, (_, code) =>
  charClass(code) & DIRTY || code === AMPERSAND ? 1 : 0,
);

function isEntityStart(s: string, at: number): boolean {
  const next = s.charCodeAt(at + 1);
  return next === 0x23 || isLetter(next);
}

/** Cleans a verbatim string. */
export function clean(verbatim: string): Cleaned {
  if (isClean(verbatim)) return { text: verbatim, starts: undefined, ends: undefined, warnings: NONE };
  const work = new Work(verbatim);
  work.repairEncoding();
  work.repairEncoding();
  work.rewrite();
  return work.result();
}

/** True when two code units stand together that may be one character misread. */
function mayBeMisread(text: string): boolean {
  for (let i = 0; i + 1 < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xc2 && code <= 0xef && continuation(text.charCodeAt(i + 1)) >= 0) return true;
  }
  return false;
}

/** End of the code units from `from` on that stay as they are. */
function endOfPlain(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80 ? DIRTY_ASCII[code]! !== 0 : (charClass(code) & (LETTER | DIRTY)) !== LETTER || code === LONG_S)
      break;
  }
  return at;
}

const LONG_S = 0x17f;

/** Longest entity name and tag looked for, so that a lone "<" or "&" costs no search to the end. */
const MAX_ENTITY = 10;
const MAX_TAG = 200;

class Work {
  #text: string;
  #starts: Int32Array;
  #ends: Int32Array;
  readonly #warnings: Warning[] = [];

  constructor(verbatim: string) {
    this.#text = verbatim;
    this.#starts = new Int32Array(verbatim.length);
    this.#ends = new Int32Array(verbatim.length);
    for (let i = 0; i < verbatim.length; i++) {
      this.#starts[i] = i;
      this.#ends[i] = i + 1;
    }
  }

  result(): Cleaned {
    return { text: this.#text, starts: this.#starts, ends: this.#ends, warnings: this.#warnings };
  }

  #warn(warning: Warning): void {
    if (!this.#warnings.includes(warning)) this.#warnings.push(warning);
  }

  readonly #note = (warning: Warning): void => this.#warn(warning);

  #take(out: Writer): void {
    const taken = out.take();
    this.#text = taken.text;
    this.#starts = taken.starts;
    this.#ends = taken.ends;
  }

  /** Undoes one misreading of UTF-8 as Latin-1 or cp1252. */
  repairEncoding(): void {
    const s = this.#text;
    if (!mayBeMisread(s)) return;
    const out = new Writer(s.length);
    let repaired = false;
    for (let i = 0; i < s.length; i++) {
      const lead = byteOf(s.charCodeAt(i));
      const second = lead >= 0xc2 && lead <= 0xef ? continuation(s.charCodeAt(i + 1)) : -1;
      if (second >= 0 && lead <= 0xdf) {
        out.put(String.fromCharCode(((lead & 0x1f) << 6) | (second & 0x3f)), this.#starts[i]!, this.#ends[i + 1]!);
        i++;
        repaired = true;
        continue;
      }
      const third = second >= 0 ? continuation(s.charCodeAt(i + 2)) : -1;
      if (third >= 0) {
        out.put(
          String.fromCharCode(((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f)),
          this.#starts[i]!,
          this.#ends[i + 2]!,
        );
        i += 2;
        repaired = true;
        continue;
      }
      out.put(s.charAt(i), this.#starts[i]!, this.#ends[i]!);
    }
    if (!repaired) return;
    this.#warn("encoding repaired");
    this.#take(out);
  }

  /** Rewrites characters one by one, then words that mix scripts. */
  rewrite(): void {
    const s = this.#text;
    const out = new Writer(s.length);
    const underscoresAreSpaces =
      s.includes("_") &&
      (/^\s*\p{Lu}\p{Ll}+_\p{Ll}{2}/u.test(s) || (/_\p{Ll}/u.test(s) && !/[ \u00a0\t]/.test(s.trim())));
    let wordHasLookAlike = false;
    for (let i = 0; i < s.length; i++) {
      const plainEnd = endOfPlain(s, i);
      if (plainEnd > i) {
        out.copy(s, i, plainEnd, this.#starts, this.#ends);
        i = plainEnd;
        if (i >= s.length) break;
      }
      const code = s.charCodeAt(i);
      const char = s.charAt(i);
      const at = this.#starts[i]!;
      const to = this.#ends[i]!;
      if (code === 0x3c) {
        const end = this.#tagEnd(s, i);
        if (end > 0) {
          this.#warn("HTML removed");
          // "<i>Aus</i>(L.)" needs no space, "<br>" stands for one.
          if (/^<br/i.test(s.slice(i, i + 3))) out.put(" ", at, to);
          i = end;
          continue;
        }
      }
      if (code === AMPERSAND) {
        const semicolon = s.slice(i + 1, i + 2 + MAX_ENTITY).indexOf(";");
        const char = semicolon > 0 ? entity(s.slice(i + 1, i + 1 + semicolon)) : undefined;
        if (char !== undefined) {
          this.#warn("HTML removed");
          out.put(char, at, this.#ends[i + semicolon + 1]!);
          i += semicolon + 1;
          continue;
        }
      }
      if (code >= 0x300 && code <= 0x36f) {
        const composed = (out.last + char).normalize("NFC");
        if (composed.length === 1 && out.last !== "") out.replaceLast(composed, to);
        continue; // else a mark no letter takes
      }
      const standard = replacement(code, underscoresAreSpaces, s, i, this.#note);
      if (standard === undefined) {
        if (code >= 0x370 && code <= 0x52f && latinLookAlike(code)) wordHasLookAlike = true;
        out.put(char, at, to);
      } else out.put(standard, at, to);
    }
    this.#take(out);
    if (wordHasLookAlike) this.#replaceLookAlikes();
  }

  /** End index of a known HTML tag that starts at `from`, 0 when it is none. */
  #tagEnd(text: string, from: number): number {
    const close = text.slice(from + 1, from + 1 + MAX_TAG).indexOf(">");
    const inner = close < 0 ? text.slice(from + 1, from + 5) : text.slice(from + 1, from + 1 + close);
    if (inner.startsWith("!--")) return close < 0 ? from + 3 : from + 1 + close;
    if (close < 0) return 0;
    const name = /^\/?\s*([a-zA-Z]+)/.exec(inner)?.[1]?.toLowerCase();
    return name !== undefined && TAGS.has(name) ? from + 1 + close : 0;
  }

  /** Replaces look-alikes in words that hold Latin letters too. */
  #replaceLookAlikes(): void {
    const s = this.#text;
    let out = "";
    let i = 0;
    while (i < s.length) {
      if (!(charClass(s.charCodeAt(i)) & LETTER)) {
        out += s.charAt(i++);
        continue;
      }
      let end = i;
      let latin = 0;
      let foreign = 0;
      for (; end < s.length && charClass(s.charCodeAt(end)) & LETTER; end++) {
        const code = s.charCodeAt(end);
        if (code >= 0x370 && code <= 0x52f) foreign++;
        else latin++;
      }
      // "βrigida" is a Greek letter before an epithet, "Аbies" a Cyrillic slip.
      const greekPrefix = foreign === 1 && s.charCodeAt(i) >= 0x3b1 && s.charCodeAt(i) <= 0x3c9;
      if (foreign === 0 || latin === 0 || greekPrefix) out += s.slice(i, end);
      else {
        this.#warn("look-alike letters replaced");
        for (let k = i; k < end; k++) {
          const like = latinLookAlike(s.charCodeAt(k));
          out += like ? String.fromCharCode(like) : s.charAt(k);
        }
      }
      i = end;
    }
    this.#text = out;
  }
}
