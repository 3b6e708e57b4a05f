/**
 * What was meant before computers touched the string?
 *
 * Takes away HTML, entities, mojibake (UTF-8 read as Latin-1 or cp1252, also twice), zero-width and odd blanks, curly
 * quotes, look-alike letters of other scripts, and remembers for each character where it stood. Clean strings, nine of
 * ten, are returned as they are after one look at each code unit.
 */
import { charClass, DIRTY, isLetter, LETTER, MOJIBAKE_LEADS } from "./chars.ts";
import { latinLookAlike } from "./homoglyphs.ts";
import type { Warning } from "./warnings.ts";

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
function isClean(s: string): boolean {
  const length = s.length;
  for (let i = 0; i < length; i++) {
    const code = s.charCodeAt(i);
    if (code < 0x80) {
      if (DIRTY_ASCII[code]! !== 0 && (code !== AMPERSAND || isEntityStart(s, i))) return false;
    } else if (!isCleanBeyondAscii(s, i, code)) return false;
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

/** Bytes 0x80-0x9f of cp1252 by their characters. */
const CP1252: ReadonlyMap<number, number> = new Map(
  Array.from(
    "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
    (char, at): [number, number] => [char.charCodeAt(0), 0x80 + at],
  ),
);

/** The byte that a character was before it was misread, -1 when none. */
function byteOf(code: number): number {
  if (code < 0x80 || (code >= 0xa0 && code < 0x100)) return code;
  if (code >= 0x80 && code < 0xa0) return code;
  return CP1252.get(code) ?? -1;
}

/** The byte when it can continue a UTF-8 sequence, else -1. */
function continuation(code: number): number {
  const byte = byteOf(code);
  return byte >= 0x80 && byte < 0xc0 ? byte : -1;
}

/** HTML element names that occur in names; other angle brackets stay. */
const TAGS = new Set(
  "i b em u strong small big sup sub br p span div font a italic italics it sc tt cite q s strike html body".split(" "),
);

/** Entities of letters are put together from their accent; these are the others. */
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  times: "×",
  dagger: "†",
  ndash: "-",
  mdash: "-",
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  hellip: "...",
  shy: "",
  szlig: "ß",
  aelig: "æ",
  AElig: "Æ",
  oelig: "œ",
  OElig: "Œ",
  oslash: "ø",
  Oslash: "Ø",
  eth: "ð",
  thorn: "þ",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
};
const ACCENTS: Record<string, string> = {
  grave: "\u0300",
  acute: "\u0301",
  circ: "\u0302",
  tilde: "\u0303",
  uml: "\u0308",
  ring: "\u030a",
  cedil: "\u0327",
  caron: "\u030c",
};

/** The character of an entity name without "&" and ";". */
function entity(name: string): string | undefined {
  if (name.startsWith("#")) {
    const code =
      name.charAt(1) === "x" || name.charAt(1) === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return Number.isInteger(code) && code > 0 && code < 0xd800 ? String.fromCharCode(code) : undefined;
  }
  if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name];
  const accent = name.slice(1);
  return Object.hasOwn(ACCENTS, accent) ? (name.charAt(0) + ACCENTS[accent]).normalize("NFC") : undefined;
}

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

  #take(out: Writer): void {
    const taken = out.take();
    this.#text = taken.text;
    this.#starts = taken.starts;
    this.#ends = taken.ends;
  }

  /** Undoes one misreading of UTF-8 as Latin-1 or cp1252. */
  repairEncoding(): void {
    const s = this.#text;
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
    const underscoresAreBlanks =
      s.includes("_") &&
      (/^\s*\p{Lu}\p{Ll}+_\p{Ll}{2}/u.test(s) || (/_\p{Ll}/u.test(s) && !/[ \u00a0\t]/.test(s.trim())));
    let wordHasLookAlike = false;
    for (let i = 0; i < s.length; i++) {
      const code = s.charCodeAt(i);
      const char = s.charAt(i);
      const at = this.#starts[i]!;
      const to = this.#ends[i]!;
      if (code === 0x3c) {
        const end = this.#tagEnd(s, i);
        if (end > 0) {
          this.#warn("HTML removed");
          // "<i>Aus</i>(L.)" needs no blank, "<br>" stands for one.
          if (/^<br/i.test(s.slice(i, i + 3))) out.put(" ", at, to);
          i = end;
          continue;
        }
      }
      if (code === AMPERSAND) {
        const semicolon = s.slice(i + 1, i + 2 + MAX_ENTITY).indexOf(";");
        const replacement = semicolon > 0 ? entity(s.slice(i + 1, i + 1 + semicolon)) : undefined;
        if (replacement !== undefined) {
          this.#warn("HTML removed");
          out.put(replacement, at, this.#ends[i + semicolon + 1]!);
          i += semicolon + 1;
          continue;
        }
      }
      if (code >= 0x300 && code <= 0x36f) {
        const composed = (out.last + char).normalize("NFC");
        if (composed.length === 1 && out.last !== "") out.replaceLast(composed, to);
        continue; // else a mark no letter takes
      }
      const replacement = this.#replacement(code, underscoresAreBlanks, s, i);
      if (replacement === undefined) {
        if (code >= 0x370 && code <= 0x52f && latinLookAlike(code)) wordHasLookAlike = true;
        out.put(char, at, to);
      } else out.put(replacement, at, to);
    }
    this.#take(out);
    if (wordHasLookAlike) this.#replaceLookAlikes();
  }

  /** End index of a known HTML tag that starts at `from`, 0 when it is none. */
  #tagEnd(s: string, from: number): number {
    const close = s.slice(from + 1, from + 1 + MAX_TAG).indexOf(">");
    const inner = close < 0 ? s.slice(from + 1, from + 5) : s.slice(from + 1, from + 1 + close);
    if (inner.startsWith("!--")) return close < 0 ? from + 3 : from + 1 + close;
    if (close < 0) return 0;
    const name = /^\/?\s*([a-zA-Z]+)/.exec(inner)?.[1]?.toLowerCase();
    return name !== undefined && TAGS.has(name) ? from + 1 + close : 0;
  }

  /** What a character becomes; `undefined` when it stays. */
  #replacement(code: number, underscoresAreBlanks: boolean, s: string, i: number): string | undefined {
    switch (code) {
      case 0x5f: // _
        if (!underscoresAreBlanks) return undefined;
        this.#warn("underscores for blanks");
        return " ";
      case 0x60: // ` and ´
      case 0xb4:
      case 0x2018:
      case 0x2019:
      case 0x201a:
      case 0x201b:
      case 0x2032:
      case 0x2bc:
      case 0x2b9:
      case 0x2bb:
        this.#warn("apostrophe not ASCII");
        return "'";
      case 0x201c:
      case 0x201d:
      case 0x201e:
      case 0x201f:
      case 0x2033:
      case 0xab:
      case 0xbb:
        return '"';
      case 0xa1: // ¡ for í in code page 437
        return isLetter(s.charCodeAt(i - 1)) ? "i" : undefined;
      case 0x17f:
        this.#warn("non-ASCII letters in the name");
        return "s";
      case 0xad:
      case 0xfeff:
      case 0x2060:
        return "";
      case 0x2212:
        return "-";
      case 0x2715:
      case 0x2716:
      case 0x2717:
      case 0x2a2f:
        return "×";
      case 0xfffd:
        this.#warn("characters lost");
        return undefined;
      case 0xfb00:
        return "ff";
      case 0xfb01:
        return "fi";
      case 0xfb02:
        return "fl";
      case 0xfb03:
        return "ffi";
      case 0xfb04:
        return "ffl";
      case 0xfb05:
      case 0xfb06:
        return "st";
    }
    if (code < 0x20 || (code >= 0x7f && code <= 0xa0)) {
      if (code === 0xa0 || code === 0x85) this.#warn("space other than blank");
      return " ";
    }
    // "berus— Dunaev & Orlova": a dash behind a word is punctuation, where a hyphen would tell that the word was cut.
    if (code >= 0x2013 && code <= 0x2015 && isLetter(s.charCodeAt(i - 1)) && s.charCodeAt(i + 1) === 0x20) return " ";
    if (code >= 0x2010 && code <= 0x2015) return "-";
    if (code >= 0x200b && code <= 0x200f) return "";
    if (
      (code >= 0x2000 && code <= 0x200a) ||
      code === 0x2028 ||
      code === 0x2029 ||
      code === 0x202f ||
      code === 0x205f
    ) {
      this.#warn("space other than blank");
      return " ";
    }
    if (code >= 0x202a && code <= 0x206f) return "";
    if (code === 0x3000) {
      this.#warn("space other than blank");
      return " ";
    }
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return undefined;
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

/** Builds a text that knows where each code unit came from. */
class Writer {
  readonly #pieces: string[] = [];
  #length = 0;
  #starts: Int32Array;
  #ends: Int32Array;

  constructor(capacity: number) {
    this.#starts = new Int32Array(capacity + 16);
    this.#ends = new Int32Array(capacity + 16);
  }

  /** The piece put last. */
  get last(): string {
    return this.#pieces[this.#pieces.length - 1] ?? "";
  }

  put(piece: string, from: number, to: number): void {
    if (piece === "") return;
    const length = this.#length + piece.length;
    if (length > this.#starts.length) {
      this.#starts = larger(this.#starts, length);
      this.#ends = larger(this.#ends, length);
    }
    this.#starts.fill(from, this.#length, length);
    this.#ends.fill(to, this.#length, length);
    this.#length = length;
    this.#pieces.push(piece);
  }

  replaceLast(char: string, to: number): void {
    this.#pieces[this.#pieces.length - 1] = char;
    this.#ends[this.#length - 1] = to;
  }

  take(): { text: string; starts: Int32Array; ends: Int32Array } {
    return { text: this.#pieces.join(""), starts: this.#starts, ends: this.#ends };
  }
}

function larger(old: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(length * 2);
  grown.set(old);
  return grown;
}
