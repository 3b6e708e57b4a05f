/**
 * Which letters and particles need no second look in an authorship?
 */
import { charClass, DIRTY, LETTER, MOJIBAKE_LEADS, UPPER } from "../text/chars.ts";

const SPACE = 0x20;
const LONG_S = 0x17f;

/** Particles of surnames that mean nothing else between authors. */
const PLAIN_PARTICLES: ReadonlySet<string> = new Set("de von van der den du da dos di del la le zu vom des".split(" "));

/** End of a particle with its space behind, `from` when none stands here. */
export function particleEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && at < from + 4 && isSmallLetter(text.charCodeAt(at))) at++;
  if (at < from + 2 || at >= text.length || text.charCodeAt(at) !== SPACE) return from;
  return PLAIN_PARTICLES.has(text.slice(from, at)) ? at : from;
}

function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** A capital of any script; false beyond the end of the text. */
export function isUpperAt(code: number): boolean {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a;
  return (
    code >= 0x80 && (charClass(code) & (UPPER | DIRTY)) === UPPER && !MOJIBAKE_LEADS.includes(String.fromCharCode(code))
  );
}

/** A letter that is not what mojibake or another script looks like. */
export function isCleanLetter(text: string, at: number, bits: number): boolean {
  if (!(bits & LETTER) || bits & DIRTY) return false;
  const code = text.charCodeAt(at);
  if (code === LONG_S) return false;
  return !(MOJIBAKE_LEADS.includes(text.charAt(at)) && text.charCodeAt(at + 1) >= 0x80);
}
