/**
 * Which words in brackets are marks of an editor rather than parts of a name?
 *
 * "[unranked]", "[infrasp.unranked]" and "t.infr." of indexes say that a rank is not known; "[var.]" was added by who cites;
 * "( )" and "(…)" are left of what was lost. They are overwritten with as many signs, so that all words stay in their places.
 */

/** Marks for a rank that nobody gave: IPNI, MycoBank, Tropicos. */
const NO_RANK =
  /[[(](?:infra(?:sp|spec|gen)\.? ?)?unranked[\])]|(?<= )unranked\.?(?= )|(?<= )t\.(?:infr|infrasp|infragen)\.(?= )/gi;
/** A rank marker alone in square brackets. */
const RANK_ALONE = /\[((?:notho)?(?:subsp|ssp|var|subvar|f|fo|forma|subf|sect|subsect|subg|subgen|ser|subser)\.?)\]/g;
/** "Beijerinck [Beyerinck] 1890": the author in another spelling. */
const OTHER_SPELLING = /(\p{Lu}\p{Ll}{3,}\.?)( \[\p{Lu}\p{Ll}{3,}\.?\])(?=,? ?[12]\d{3}(?!\d))/gu;
/** Brackets around nothing. */
const NOTHING = /\([\s.…]*\)|\[[\s.…]*\]/g;

/** Before a name with a capital, behind the genus: a name between genus and species. */
const INFRAGENERIC = "infragen.";

/** True when the text may hold such marks. */
function mayHold(text: string): boolean {
  return text.includes("[") || text.includes("(") || /unranked|t\.infr/i.test(text);
}

/** The text without such marks, as long as before. */
export function withoutMarks(text: string): string {
  if (!mayHold(text)) return text;
  return text
    .replace(NO_RANK, (mark, ...rest) => {
      const at = rest.at(-2) as number;
      const isBehindGenus = /^\s*\p{Lu}\p{Ll}+\s+$/u.test(text.slice(0, at).slice(-MOST_LETTERS));
      const isBeforeCapital = /^\s*\p{Lu}/u.test(text.slice(at + mark.length, at + mark.length + 3));
      const word = isBehindGenus && isBeforeCapital && mark.length >= INFRAGENERIC.length ? INFRAGENERIC : "";
      return word.padEnd(mark.length);
    })
    .replace(RANK_ALONE, (_, marker: string) => ` ${marker} `)
    .replace(OTHER_SPELLING, (_, author: string, mark: string) => author + " ".repeat(mark.length))
    .replace(NOTHING, (mark) => " ".repeat(mark.length));
}

/** A genus is hardly longer, with a space. */
const MOST_LETTERS = 40;
