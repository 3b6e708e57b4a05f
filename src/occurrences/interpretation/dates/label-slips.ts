/**
 * What labels write otherwise than dates are written, said as they are: `"22 Jul l932"`, `"9 mo., 6 day, 1882"`, `"7bre 1829"`,
 * `"27/5-1949"`, `"between 1840 and 1850"`. Only what can mean one thing.
 */

const MONTHS_BY_NUMBER: Readonly<Record<string, string>> = {
  "7": "Sept",
  "8": "Oct",
  "9": "Nov",
  "10": "Dec",
  x: "Dec",
};

const SLIPS: readonly [RegExp, string | ((...groups: string[]) => string)][] = [
  // A letter or sign that looks like the first digit of a year: "l932", "!879".
  [/(?<![\p{L}\d])[lI!|](?=[5-9]\d\d(?!\d))/gu, "1"],
  // The first digit at the word before: "17 Jul1 998".
  [/^(\d{1,2}\s*\p{L}{3,9}\.?,?)1\s([5-9]\d\d)$/iu, "$1 1$2"],
  // A year in two halves, behind a day and a month: "August 11, 19 37".
  [/^(\p{L}{3,9}\.?\s\d{1,2},?\s|\d{1,2}\.?\s\p{L}{3,9}\.?,?\s)(1[5-9]|20)\s(\d\d)$/iu, "$1$2$3"],
  // Months by number, as Friends write them: "9 mo., 6 day, 1882".
  [/^(\d{1,2})\s?mo\.?,?\s(\d{1,2})\s?d(?:ay)?\.?,?\s(\d{4})$/i, "$3-$1-$2"],
  // September to December by the numbers in their names: "7bre", "xbris".
  [
    /(?<![\p{L}\d])(7|8|9|10|x)\s?b(?:er|re|ris|r)(?!\p{L})/giu,
    (_, number) => MONTHS_BY_NUMBER[number!.toLowerCase()]!,
  ],
  // Day and month as a fraction before the year: "27/5-1949".
  [/^(\d{1,2})\/(\d{1,2})-(\d{4})$/, "$1/$2/$3"],
  // The year first, then month and day: "1893,6,24", "1922  3.26".
  [/^(\d{4})[,\s]\s*(\d{1,2})[.,]\s*(\d{1,2})\.?$/, "$1-$2-$3"],
  [/^(?:between|bet\.?|zwischen|entre)\s+(?=\S+\s*(?:and|und|et|y|&|\+|[-–])\s*\S+$)/i, ""],
  [/,&/g, " & "],
  [/\s*\(?\b(?:1st|2n?d|3r?d|4th|first|second|third|fourth|last)\s+w(?:ee)?k\b\)?(?:\s+(?:of|in)\b)?/gi, " "],
];

/** The label in words that are read. */
export function withoutSlips(text: string): string {
  let mended = text;
  for (const [pattern, by] of SLIPS) mended = mended.replace(pattern, by as string);
  return mended.trim();
}
