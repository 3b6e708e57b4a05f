/**
 * Which characters stand for others?
 *
 * Curly quotes, dashes, wide and invisible spaces, ligatures, full-width forms.
 */

import type { Warning } from "../warnings.ts";
import { isLetter } from "./chars.ts";

/** What a character becomes; `undefined` when it stays. */
export function replacement(
  code: number,
  underscoresAreSpaces: boolean,
  text: string,
  index: number,
  warn: (warning: Warning) => void,
): string | undefined {
  switch (code) {
    case 0x5f: // _
      if (!underscoresAreSpaces) return undefined;
      warn("underscores for spaces");
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
      warn("apostrophe not ASCII");
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
      return isLetter(text.charCodeAt(index - 1)) ? "i" : undefined;
    case 0x17f:
      warn("non-ASCII letters in the name");
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
      warn("characters lost");
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
    if (code === 0xa0 || code === 0x85) warn("space other than space");
    return " ";
  }
  // "berus— Dunaev & Orlova": a dash behind a word is punctuation, where a hyphen would tell that the word was cut.
  if (code >= 0x2013 && code <= 0x2015 && isLetter(text.charCodeAt(index - 1)) && text.charCodeAt(index + 1) === 0x20)
    return " -";
  if (code >= 0x2010 && code <= 0x2015) return "-";
  if (code >= 0x200b && code <= 0x200f) return "";
  if ((code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f) {
    warn("space other than space");
    return " ";
  }
  if (code >= 0x202a && code <= 0x206f) return "";
  if (code === 0x3000) {
    warn("space other than space");
    return " ";
  }
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  return undefined;
}
