/**
 * Which signs around and between the words of a name are none of its own?
 *
 * Marks of lists and footnotes, quotes and brackets around the whole, markup, what stands where a space should. Nothing here
 * knows any name; a name that reads well as written is not asked.
 */

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": "”",
  "„": "“",
  "‘": "’",
  "«": "»",
  "(": ")",
  "[": "]",
  "{": "}",
  "<": ">",
  "*": "*",
  _: "_",
  "`": "`",
};

/** Numbers and letters of a list, bullets: "1. ", "(3) ", "a) ", "iv. ", "- ". "A. alba" is an abbreviated genus. */
const LIST_MARK =
  /^(?:\s*(?:[-–—•·*>#+~=|]+(?=[\s\p{Lu}])|\(\s*(?:\d{1,4}|[ivxlcIVXLC]{1,5}|[A-Za-z])\s*\)|\d{1,4}\s*[.):\]-]?(?=[\s\p{Lu}])|(?:[ivxlcIVXLC]{1,5}|[A-Za-z])(?:\)|\.(?=\s*\p{Lu}\p{Ll}+\s+\p{Ll}))|[ivx]{1,5}\.(?=\s*\p{Lu}\p{Ll}{3})))+\s*/u;

/** Signs at the end that belong to no word. A question mark is a qualifier. */
const END_MARKS = /(?:[\s,;:|/*†‡#!^~¹²³⁴-]|(?<=\s)\.|(?<=\s)\d\))+$/u;

const MARKUP = /<\/?[a-z]{1,6}>|&lt;\/?[a-z]{1,6}&gt;/giu;

/** The text without the marks around and between its words; the same text when there are none. */
export function withoutMarks(text: string): string {
  let rest = text.normalize("NFC").replace(MARKUP, "").trim();
  if (rest.includes("_") && !/\s/.test(rest)) rest = rest.replaceAll("_", " ").trim();
  for (let before = ""; before !== rest; ) {
    before = rest;
    const unlisted = rest.replace(LIST_MARK, "");
    rest = unwrapped(/[A-Za-z]$/.test(unlisted) ? unlisted : unlisted.replace(END_MARKS, "")).trim();
  }
  if (rest.includes("%")) rest = rest.replace(/%20/g, " ");
  if (/[*_]/.test(rest)) rest = rest.replace(/[*_]+(?=\p{L})|(?<=[\p{L}.])[*_]+(?=[\s,;]|$)/gu, " ");
  if (/[([]/.test(rest))
    rest = rest
      // "Sankowskya (to be included in Picrodendraceae) stipularis"
      .replace(/^(\p{Lu}\p{Ll}+)\s\((?!sub|sect|ser)(?:\p{Ll}+\s){2,}[^()]*\)(?=\s\p{Ll}{3,})/u, "$1")
      // "Sciurus (= Mus) vulgaris", "Sciurus (formerly Mus) vulgaris"
      .replace(
        /^(\p{Lu}[\p{L}-]+)\s*[([]\s*(?:[=≡]|(?:ex|as|syn|formerly|olim|previously|prev|früher|antes)[\s.:]+)\s*\p{Lu}[\p{L}-]+\s*[)\]]/u,
        "$1",
      );
  rest = rest
    .replace(/^[†‡¿?]+\s*(?=\p{L})/u, "")
    // "Quercus’ robur"
    .replace(/^(\p{Lu}\p{Ll}{2,})[’'`´](?=\s\p{Ll}{3})/u, "$1")
    // "Quercus.robur", "Quercus+robur", "Quercus - robur", "Quercus, robur"
    .replace(/^(\p{Lu}\p{Ll}{2,})(?:[.+·/|=:]|\s*[–—]\s*|\s+[-.]\s+|\s*[,;:]\s+)(?=\p{Ll}{3,}(?:[\s+.·/|,]|$))/u, "$1 ")
    .replace(/^(\p{Lu}\p{Ll}+ \p{Ll}{3,})[.+·](?=\p{Ll}{3,}$)/u, "$1 ");
  return rest.replace(/\s+/g, " ").trim();
}

/** Without the quotes or brackets around the whole. */
function unwrapped(text: string): string {
  const open = text.charAt(0);
  const close = PAIRS[open];
  if (close === undefined || text.length < 3) return text;
  const inner = text.slice(1);
  if (inner.endsWith(close) && !inner.slice(0, -1).includes(close)) return inner.slice(0, -1);
  // An opening mark that is never closed, or quotes that end before a remark: "'Aus bus' strain 5".
  if (!inner.includes(close)) return inner;
  return open === "(" || open === "[" || open === "{" ? text : inner.replace(close, "");
}
