/** A text in plain ASCII letters, as dictionaries are keyed. */

/** Letters that do not come apart into a letter and a mark. */
const WHOLE: Readonly<Record<string, string>> = {
  ß: "ss",
  ẞ: "SS",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "TH",
  ł: "l",
  Ł: "L",
  ı: "i",
  ħ: "h",
  Ħ: "H",
  ŋ: "n",
  Ŋ: "N",
};

/** Accents off, ligatures apart, full-width letters narrow: `"Farœ"` → `"Faroe"`, `"Ｍéxico"` → `"Mexico"`. */
export function foldToAscii(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{ASCII}]/gu, (letter) => WHOLE[letter] ?? letter);
}
