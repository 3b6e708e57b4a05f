/** Which damage of a name string can be mended without knowing any name? */

/** Marks of footnotes that stick to an epithet: "aestivum8", "ferrooxidans@". */
const FOOTNOTE_MARK = /(?<= \p{Ll}{3,})(?:[\d@*#^~†‡§]+(?:,\d+)*(?=\s|$)|(?<!\(.*)\d{1,2}\)(?=\s|$))/gu;

const SPACE = 32;
const HYPHEN = 45;
const STOP = 46;
const LETTER = 1;
const DIGIT = 2;
const SIGN = 3;
/** Signs that nothing is done to, but for what they stand beside; 0 for all others. */
const PLAIN_SIGNS = new Uint8Array(0x250);
for (let code = 0xc0; code < PLAIN_SIGNS.length; code++) PLAIN_SIGNS[code] = LETTER;
for (const sign of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") PLAIN_SIGNS[sign.charCodeAt(0)] = LETTER;
for (const sign of "0123456789") PLAIN_SIGNS[sign.charCodeAt(0)] = DIGIT;
for (const sign of " .,()&-'") PLAIN_SIGNS[sign.charCodeAt(0)] = SIGN;

/** True for text in which nothing can be mended: seen sign by sign, since rarely used expressions are slow. */
function isClean(text: string): boolean {
  let before = SPACE;
  let kindBefore = SIGN;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < PLAIN_SIGNS.length ? PLAIN_SIGNS[code]! : 0;
    if (kind === 0) return false;
    // Twice the same sign; a hyphen at the edge of a word; the mark of a footnote.
    if (code === before && (code === SPACE || code === STOP || code === HYPHEN)) return false;
    if (code === HYPHEN ? before === SPACE : code === SPACE && before === HYPHEN) return false;
    if (kind === DIGIT && kindBefore === LETTER) return false;
    before = code;
    kindBefore = kind;
  }
  return before !== HYPHEN && before !== SPACE && !beginsTwice(text);
}

/** "Adenophora Adenophora racemosa" */
function beginsTwice(text: string): boolean {
  const end = text.indexOf(" ") + 1;
  return end > 0 && text.charCodeAt(end) === text.charCodeAt(0) && text.startsWith(text.slice(0, end), end);
}

/** The text with spaces and control characters collapsed, bracketed remarks and underscores removed (GBIF v2). */
export function cleanText(text: string): string {
  if (isClean(text)) return text;
  return (
    text
      .normalize("NFC")
      // Words broken at the end of a line: "ro-⏎bur"
      .replace(/(?<=\p{L})(?:[-\u2010]\s*[\r\n]+\s*|\u00ac\s*|\u00ad\s*[\r\n]+\s*)(?=\p{Ll})/gu, "")
      .replace(FOOTNOTE_MARK, "")
      .replace(/\.\.+/g, ".")
      // "Adenophora Adenophora racemosa"
      .replace(/^(\p{Lu}\p{Ll}+) \1(?= \p{Ll})/u, "$1")
      // "victoria--regina", "rosa -sinensis", "barba- jovis", "Ephedra` gerardiana"
      .replace(/ ?-+(?=\p{Ll})|(?<= \p{Ll}+)-+ (?=\p{Ll}{3})/gu, "-")
      // "Adiantum capillus-", "Hypnum- fluitans"
      .replace(/(?<=\p{Ll})-+(?= |$)/gu, "")
      .replace(/[`´](?= |$)/g, "")
      // An opening bracket inside would make this quadratic: 80,000 of them took 6 s.
      .replace(/\[[^[\]]*\]|\{[^{}]*\}/g, " ")
      .replace(/[\s\p{Cc}_]+/gu, " ")
      .trim()
  );
}
