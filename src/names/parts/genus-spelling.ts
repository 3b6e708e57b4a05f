/**
 * Is a capitalised word a genus, and how is it spelt?
 *
 * Genera in capitals, with hyphens, with a capital or a digit that was misread; words that are no genera.
 */
import { isDigit, isLower, isUpper } from "../text/chars.ts";
import { ALL_CAPS, DASH, TICK } from "../text/tokens.ts";
import { fail, type NameContext } from "./name-context.ts";

/** The word of a token with one capital: `"ABIES"` → `"Abies"`. */
export function genusWord(context: NameContext, at: number): string {
  const t = context.tokens;
  const word = t.word(at);
  if (t.kind[at] === ALL_CAPS) {
    context.scan.warn("capitals changed");
    return word.charAt(0) + word.slice(1).toLowerCase();
  }
  return word;
}

/** Refuses "Abbott's", "ScarabaeinGC"; keeps "Prunus-Lauro-Cerasus" with lower-case parts. */
export function checkGenus(context: NameContext, word: string, at: number): string | undefined {
  let hyphens = 0;
  let innerCapital = -1;
  for (let i = 1; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code === DASH) hyphens++;
    else if (code === TICK) {
      fail(context);
      return undefined;
    } else if (code >= 0x41 && isUpper(code)) {
      if (word.charCodeAt(i - 1) === DASH) {
        context.scan.warn("hyphen before capital in genus");
      } else if (innerCapital < 0) innerCapital = i;
    }
  }
  if (hyphens > 2) {
    fail(context);
    return undefined;
  }
  if (innerCapital >= 0) {
    // "EusiridaeNZD": a family with a code of a collection
    const suffix = word.slice(innerCapital);
    if (innerCapital > 4 && suffix.length > 1 && suffix === suffix.toUpperCase()) {
      context.name.uninomial = word.slice(0, innerCapital);
      context.name.kind = "informal";
      let end = at + 1;
      while (end < context.end && context.tokens.touches(end)) end++;
      context.name.phrase = context.tokens.text.slice(
        context.tokens.start[at]! + innerCapital,
        context.tokens.end[end - 1]!,
      );
      context.scan.mark("uninomial", at);
      context.scan.warn("approximation");
      context.state.approximate = true;
      context.state.to = end;
      return word.slice(0, innerCapital);
    }
    const repaired = hyphens === 0 ? repairCapital(word, innerCapital) : undefined;
    if (repaired === undefined) {
      fail(context);
      return undefined;
    }
    context.scan.warn("capitals changed");
    return repaired;
  }
  // "Iteaphila-group", "Flamella-lineage"
  const label = hyphens > 0 ? /-(group|complex|lineage|clade)$/.exec(word) : null;
  if (label !== null) {
    const genus = word.slice(0, label.index);
    context.name.uninomial = genus;
    context.name.kind = "informal";
    context.name.phrase = label[1];
    context.scan.mark("uninomial", at);
    context.scan.warn("approximation");
    context.state.approximate = true;
    context.state.to = at + 1;
    return genus;
  }
  if (hyphens > 0) return word.charAt(0) + word.slice(1).replace(/-\p{Lu}/gu, (part) => part.toLowerCase());
  return word;
}

/** "Desulfobacterota_B", "Hypochrys0des". */
export function mixedGenus(context: NameContext, at: number, word: string): number {
  const repaired = repairDigits(word);
  if (repaired !== undefined && isUpper(word.charCodeAt(0)) && word.length > 5) {
    context.scan.warn("digit read as letter");
    context.name.uninomial = repaired;
    context.scan.mark("genus", at);
    return at + 1;
  }
  fail(context);
  return at;
}

/** "Hypochrys0des" → "Hypochrysodes": single digits between letters that OCR confuses; `undefined` otherwise. */
function repairDigits(word: string): string | undefined {
  let digits = 0;
  let out = "";
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!isDigit(code)) {
      out += word.charAt(i);
      continue;
    }
    digits++;
    const between = i > 0 && isLower(word.charCodeAt(i - 1)) && isLower(word.charCodeAt(i + 1));
    const letter = code === 0x30 ? "o" : code === 0x31 ? "l" : code === 0x35 ? "s" : "";
    if (!between || letter === "") return undefined;
    out += letter;
  }
  return digits === 1 ? out : undefined;
}

/**
 * One capital too many: "MItra" → "Mitra"; a capital I behind a vowel is a misread l: "ZeyIanema" → "Zeylanema".
 * `undefined` when the word is something else ("ScarabaeinGCsp", "DNA").
 */
function repairCapital(word: string, at: number): string | undefined {
  const rest = word.slice(at + 1);
  if (rest.length < 2 || rest !== rest.toLowerCase()) return undefined;
  if (word.charAt(at) === "I") return word.slice(0, at) + (/[aeiouy]/i.test(word.charAt(at - 1)) ? "l" : "i") + rest;
  return at === 1 ? word.charAt(0) + word.charAt(1).toLowerCase() + rest : undefined;
}
