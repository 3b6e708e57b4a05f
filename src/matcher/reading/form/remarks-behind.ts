/**
 * What is said of the specimen, or of other names, behind a name?
 *
 * Life stages, numbers, collectors, sequences, categories of red lists: told by their form and by the words of such remarks.
 */
import { DETERMINATION_WORDS, DOUBTS, REMARKS, SEQUENCE_WORDS } from "../../../names/words/remarks.ts";

const WORDS = (list: ReadonlySet<string>) => [...list].join("|");

/** What begins a remark, two words or more behind the beginning. A determination reaches to the end. */
const REMARK = new RegExp(
  `(?:[\\s,;([-]+(?:(?:${WORDS(REMARKS)})\\.?(?=[\\s)\\],;]|$).*|(?:${WORDS(DETERMINATION_WORDS)})\\.?(?=[\\s&:)]).*)` +
    `|[\\s,;([-]+(?:(?:${WORDS(SEQUENCE_WORDS)})\\b|\\d{1,2}(?:\\.\\d)?S\\s+(?:ribosomal|r[rd]?na|gene)\\b).*` +
    `|[\\s,;([-]+(?:${WORDS(DOUBTS)})[.?]?\\)?` +
    "|[\\s\\d,(]*[♀♂☿].*" +
    "|(?<!\\ss\\.?)[\\s,]+str\\.?(?:\\s+\\p{Lu}{1,5}[\\s-]?\\d.*)?" +
    "|[\\s,;([]+type\\s+(?:species|specimens?|material|locality)[)\\]]?" +
    "|[\\s,([]+(?:(?:ex|in|with|en|im|auf)\\s+)(?:herb|hb|fruit|fruits|flower|flowers|fl|fr)\\b.*" +
    "|\\s*[([]\\s*(?:herb|hb)\\b.*" +
    "|[\\s,;(\\[–—-]+(?:ca?\\.?\\s*)?(?!(?:1[6-9]|20)\\d\\d(?!\\d))\\d+(?:\\s*[/–x-]\\s*\\d+)*\\s*(?:cm|mm|m|l|ltr|kg|g|x|ex|exx|ind|males?|females?|seeds?|pots?)?\\.?(?:[\\s,]+(?:\\d+\\s*)?(?:males?|females?|pots?|juv)\\.?)*\\s*\\)?" +
    "|[\\s,]+x\\s?\\d+(?:\\s+plugs?)?" +
    "|[\\s,(]+(?:\\d+\\s*[MF]\\b[\\s,)]*)+" +
    "|(?:[\\s_]*[_…]|(?:\\s?\\.){3})[_.…\\s]*\\d+" +
    "|[\\s,]+\\((?:North |South |Central |East |West )?(?:Europe|Africa|Asia|America|Australia|Oceania|Antarctica)\\).*" +
    "|[\\s,]+\\(?fam\\.?\\s+\\p{Lu}\\p{L}+\\)?" +
    "|[\\s,;(\\[–—-]+\\p{Lu}\\p{L}+(?:idae|aceae)[)\\]]?" +
    "|[\\s,(]+(?:(?:n|nov)\\.?\\s*(?:sp|gen|comb|stat|var|subsp|ssp|f)\\.?|(?:sp|gen|comb|stat)\\.?\\s*(?:n|nov)\\.?)\\)?" +
    "|[\\s,([]+(?:no|nr|nos|num|cat|reg|acc)\\.?\\s*\\d.*" +
    "|[\\s,(]+\\d{1,2}[./-](?:\\d{1,2}|[ivxIVX]+)[./-]\\d{2,4}.*" +
    "|\\s*[#([]+\\s*\\d{1,6}\\s*[)\\]]?" +
    "|[\\s,(]+\\d+\\s+(?:exx?|spec|specimens?|inds?|individuals?|pcs?|plants?)\\.?\\)?" +
    "|[\\s,(]+(?:ante|before|prior to|until|vor|avant|antes de)\\s+(?:1[6-9]|20)\\d\\d\\)?" +
    "|\\s*[([]?\\s*(?:[=≡]|syn\\.?:?\\s|synonym:?\\s).*" +
    ")$",
  "iu",
);

/** The name without what is said of the specimen, or of other names, behind it; the same text when nothing is said. */
export function withoutRemarks(text: string): string {
  const beginning = /^\P{L}*\p{L}[^\s]*\s+[^\s,;([]+/u.exec(text)?.[0].length;
  if (beginning === undefined) return text;
  // "rotten Quercus wood", "ex larva on Salix": no name stands at the beginning.
  const isName = /^\P{L}*\p{Lu}\p{L}{2,}/u.test(text);
  if (/^\p{Ll}\S*\s+\p{Lu}/u.test(text)) return text;
  const behind = isName ? withoutTableCells(text.slice(beginning)) : text.slice(beginning);
  const rest = behind.replace(SMALL_REMARK, "").replace(CODE, "");
  const remark = REMARK.exec(rest);
  const isCut = remark !== null && !isAuthor(remark[0], text);
  return text.slice(0, beginning) + (isCut ? rest.slice(0, remark.index) : rest);
}

/** The same of what stands behind a name, without the name. */
export function withoutRemarksBehind(rest: string): string {
  return withoutRemarks(SOME_NAME + rest).slice(SOME_NAME.length);
}

const SOME_NAME = "Abies alba";

/** What tables, red lists and databases write behind a name left out. */
function withoutTableCells(behind: string): string {
  const rest = behind
    .replace(GENE, "")
    .replace(CATEGORY, "")
    .replace(HOST, "")
    .replace(AND_OTHERS, "")
    .replace(SMALL_REMARK, "")
    .replace(CODE, "");
  const figures = FIGURES.exec(rest);
  return figures === null || IS_YEAR.test(figures[0]) ? rest : rest.slice(0, figures.index);
}

/** A number with decimals, per cent, unit; a range, a fraction. */
const FIGURE =
  "[([<>≤≥~≈=#±+]*\\d+(?:[.,:/x×–-]\\d+)*(?:\\s?(?:%|‰|C|D|c[mh]?|mm|kg|g|mg|ml|ind\\.?|inds|xtr))?[)\\]]?";
/** What tables have beside numbers: cover and constancy, measures, nothing. */
const BESIDE = "[([]?(?:[+.·•●○–-]|[rxIVX]{1,3}|n|[TSF]L|±)[)\\]]?";
/** "12 0.34 5.6", "98,7 %", "2.3 1.1 +", "r . . +", "n = 3": the numbers of a table behind a name. */
const FIGURES = new RegExp(
  // Signs in a row have a space or "=" between them: could they be parted otherwise, a row of them would take ages.
  `(?<![\\s(]\\p{Lu}{2,})[\\s,:;]+(?:(?:ca?\\.|circa|approx\\.)\\s*)?(?:(?:${BESIDE}(?:\\s*=\\s*|\\s+))*(?:${BESIDE})?${FIGURE}(?:[\\s;]+(?:${FIGURE}|${BESIDE}))*|${BESIDE}(?:\\s+${BESIDE})+)$`,
  "u",
);
/** A year alone belongs to the author, with brackets too. */
const IS_YEAR = /^[\s,]*[([]?(?:1[6-9]|20)\d\d[)\]]?$/;
/** "on Berberis", "(host: Vicia faba)", "in Apis mellifera" right behind an epithet; "Smith in Jones" is an author. */
const HOST =
  /^[\s,;(]+(?:(?:on|from|auf|sur|sobre|hosts?:?|parasit\p{Ll}+ (?:on|of))\s+\p{Lu}\p{Ll}+(?:\s+\p{Ll}{2,}\.?)?|(?:ex|in|en)\s+\p{Lu}\p{Ll}+\s+\p{Ll}{3,})\)?$/u;
/** "heat shock protein (LOC123), mRNA", "18S small subunit ribosomal RNA gene, partial sequence". */
const GENE = /^(?:\s+[^\s]+)*?\s+(?:mRNA|genes?|cds|sequence|rRNA)(?=[\s,;]|$).*$/u;
/** Categories of red lists. */
const CATEGORY = /[\s,;([–-]+(?:LC|NT|VU|EN|CR|DD|EW|NE)(?:[\s)\]].*)?$/u;
/** "etc.", "and others", "et al." right behind an epithet. */
const AND_OTHERS =
  /^[\s,(]+(?:etc|u\.\s?a|et al|and others|y otros|e outros|& c|&c|usw|among others|pars|[a-e](?:,[a-e])*)\.?\)?$/u;

/** "De Wild.", "Cult.": with a capital and a full stop, an author, unless all is in capitals. */
function isAuthor(remark: string, text: string): boolean {
  const word = /^\s+(\p{Lu}\p{Ll}+)\./u.exec(remark)?.[1];
  return word !== undefined && REMARKS.has(word.toLowerCase()) && /\p{Ll}/u.test(text);
}

/** "K 1234", "(BM 1234)": the number of a specimen; "SMITH 1999" is an author and a year. */
const CODE =
  /(?:\s*\(\s*\p{Lu}{1,6}[\s-]*(?!(?:1[6-9]|20)\d\d\b)\d+\s*\)|\s+\p{Lu}{1,6}[\s-]?(?!(?:1[6-9]|20)\d\d\b)\d{2,})$/u;

/** "fl. & fr.", "hb. Smith": Fr. and Herb. are authors. */
const SMALL_REMARK =
  /[\s,;([]+(?:(?:fl|fr|flg|frg|ster|veg)\.?(?:\s*[&,+]?\s*(?:fl|fr)\.?)*(?:\s+(?:in\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}*\.?)?\)?|(?:(?:ex|in)\s+)?(?:herb|hb)\.?\s.*)$/u;
