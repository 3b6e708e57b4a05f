/**
 * Which signs around and between the words of a name are none of its own?
 *
 * Marks of lists and footnotes, quotes and brackets around the whole, markup, what stands where a space should, and what
 * is said of the specimen behind the name. Nothing here knows any name; a name that reads well as written is not asked.
 */
import { AGGREGATES, TAXONOMIC_NOTES } from "../../names/words/names.ts";
import { rankMarker } from "../../names/words/rank-markers.ts";
import { DETERMINATION_WORDS, DOUBTS, REMARKS, SEQUENCE_WORDS } from "../../names/words/remarks.ts";
import { hasOddLetters, withUsualLetters } from "./letters.ts";
import { withTermsInPlace } from "./terms.ts";

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
const END_MARKS = /(?:[\s,;:|/*†‡#!^~¹²³⁴-]|\s\.|\s\d\)|(?<=\s)\.)+$/u;

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
      // "Sciurus (= Mus) vulgaris", "Sciurus (ex Mus) vulgaris"
      .replace(/^(\p{Lu}[\p{L}-]+)\s*[([]\s*(?:[=≡]|ex\s)\s*\p{Lu}[\p{L}-]+\s*[)\]]/u, "$1");
  rest = rest
    .replace(/^[†‡¿?]+\s*(?=\p{L})/u, "")
    // "Quercus’ robur"
    .replace(/^(\p{Lu}\p{Ll}{2,})[’'`´](?=\s\p{Ll}{3})/u, "$1")
    // "Quercus.robur", "Quercus+robur", "Quercus - robur", "Quercus, robur"
    .replace(/^(\p{Lu}\p{Ll}{2,})(?:[.+·/|=:]|\s*[–—]\s*|\s+[-.]\s+|\s*[,;:]\s+)(?=\p{Ll}{3,}(?:[\s+.·/|,]|$))/u, "$1 ")
    .replace(/^(\p{Lu}\p{Ll}+ \p{Ll}{3,})[.+·](?=\p{Ll}{3,}$)/u, "$1 ");
  return rest.replace(/\s+/g, " ").trim();
}

/** The number of a specimen, a list, a drawer: "Nr. 77" is no near species. */
const NUMBER = /(?<=\p{L}[\s,]+\p{L}[^\s]*)[\s,]+(?:nr|no|nos|num)\.?\s*\d+\W*$/iu;

/** The name with what would mislead a parser set right, whatever it is: markers in capitals, numbers behind it. */
export function withPlainMarkers(text: string): string {
  const seen = hasOddLetters(text) ? withUsualLetters(text) : text;
  const whole = seen.includes("_x00") ? seen.replace(ESCAPED_CONTROL, " ").trim() : seen;
  const first = whole.charCodeAt(0);
  const counted = (first >= 48 && first <= 57) || first === 99 ? whole.replace(COUNT, "") : whole;
  const placed = withTermsInPlace(counted);
  const spelled = hasOddTerm(placed) ? withUsualTerms(placed) : placed;
  const named = endsInNumber(spelled) ? spelled.replace(NUMBER, "") : spelled;
  return hasCapitals(named) ? withMarkersInSmall(named) : named;
}

/** "1 Ex. Quercus robur", "2 mâles de Quercus robur", "3 экз. Quercus robur", "1.2.0 Quercus robur": how many were seen. */
const COUNT =
  /^(?:ca?\.?\s*)?\d+(?:[.,/+]\d+)*\s*x?\s*(?:(?:\p{Ll}[\p{L}]{0,11}|Exx?|Expl|Ind|Inds|Spec|Stück|Stk|Indiv|[\p{Script=Cyrillic}]+|[頭头只匹羽尾株個个]+)\.?|[♀♂]+)?(?:\s+(?:de|of|von|del|da|do)|\s+d[’'])?\s*[:;,-]?\s*(?=\p{Lu}[\p{Ll}\p{Lu}]{2})/u;

/** "Quercus robur_x000D_": how a spreadsheet's file writes the end of a line. */
const ESCAPED_CONTROL = /_x00(?:0[0-9a-f]|20|a0)_/gi;

/** Ends of such terms. */
const ODD_ENDS = ["Gruppe", "Grp", "Grp.", "st."];

/** True when a term that {@link withUsualTerms} knows may be in the text. */
function hasOddTerm(text: string): boolean {
  if (
    text.includes("[") ||
    text.startsWith("'") ||
    text.includes("('") ||
    text.includes("coll") ||
    text.includes("ampl") ||
    text.includes("sens.")
  )
    return true;
  if (
    text.includes(" sub") ||
    text.includes("c.v") ||
    /c\.\s?f/i.test(text) ||
    text.includes("(cv") ||
    text.includes("sine ")
  )
    return true;
  if (text.includes("sp. gr") || text.includes("(Agg") || text.includes("char. em")) return true;
  if (
    text.includes(" by ") ||
    text.includes("<su") ||
    text.startsWith("*") ||
    text.includes("×") ||
    text.includes("(x)") ||
    text.includes(" s. str") ||
    text.includes("s.str")
  )
    return true;
  if (text.includes("(s") || text.includes(" rev.") || text.includes(" propr") || text.includes("bona ")) return true;
  if (text.includes("®") || text.includes("™") || ODD_ENDS.some((end) => text.endsWith(end))) return true;
  if (text.includes("sp") || text.includes("var"))
    if (MARKER_BEHIND_SIGN.test(text) || CAPITAL_BEHIND_MARKER.test(text)) return true;
  if (FOUR_WORDS.test(text) && (OTHER_SUBSPECIES.test(text) || OTHER_VARIETY.test(text))) return true;
  const at = text.indexOf("ex");
  return at > 0 && /\sex\p{Lu}/u.test(text);
}

function endsInNumber(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  // Behind letters and years none is looked for; most names end in those.
  if ((last | 32) >= 97 && (last | 32) <= 122) return false;
  return /\d\W*$/.test(text) && NUMBER_WORD.test(text);
}

const NUMBER_WORD = /\bn(?:r|os?|um)\b/i;

/** True when markers may be in capitals: three of them in a row, or "N. S". Other letters than those of ASCII count as such. */
function hasCapitals(text: string): boolean {
  let capitals = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 65 && code <= 90) || code > 127) {
      if (++capitals === 3) return true;
    } else {
      if (code === 46 && capitals === 1 && text.charCodeAt(at - 1) === 78 && /^\. ?S/.test(text.slice(at, at + 3)))
        return true;
      capitals = 0;
    }
  }
  return false;
}

const BINOMIAL_BEFORE = "^(\\p{Lu}\\p{L}+ \\p{Ll}{3,})";
/** "Abies alba, ssp: nigra", "Abies alba - var. nigra", "Abies alba (Subspecies nigra)": a sign before the word for the rank. */
const MARKER_BEHIND_SIGN = new RegExp(
  `${BINOMIAL_BEFORE}\\s*[-–—,;:([]+\\s*((?:[Ss]ubsp|SUBSP)(?:ecies)?|[Ss]sp|SSP|[Vv]ar(?:iety|ietas)?|VAR|[Ff]orma?)[.:)]*\\s+(?=\\p{Ll}{3,}[)\\]]?(?:\\s|$))`,
  "u",
);
/** "Abies alba subsp. Nigra": no author stands there. */
const CAPITAL_BEHIND_MARKER = /(\p{Ll}{3}\S*\s(?:subsp|ssp|var)\.?\s)(\p{Lu})(?=\p{Ll}{3,}(?:\s|$))/u;
/** Words for a variety in other languages. */
const OTHER_VARIETY = new RegExp(
  `${BINOMIAL_BEFORE}\\s+[(–-]?\\s*(?:[Vv](?:ariedade?|arietà|arieteit|ariété|arietet)|odmiana|odrůda|разновидность)\\)?\\.?\\s+(?=\\p{Ll}{3,}(?:\\s|$))`,
  "u",
);
/** Words for a subspecies in other languages, and "race", between two small words. */
const OTHER_SUBSPECIES = new RegExp(
  `${BINOMIAL_BEFORE}\\s+[(–-]?\\s*(?:[Ss]ous-espèce|[Ss]ubesp[eé]cie|[Ss]ottospecie|[Oo]ndersoort|[Uu]nterart|[Uu]nderart|alalaji|poddruh|podgatunek|podvrsta|alfaj|[Ss]ubspécie|[Ss]ub[ -]?species|[Пп]одвид|[Rr]ace|[Rr]asse|[Rr]aza|[Nn]atio)\\)?\\.?\\s+(?=\\p{Ll}{3,}(?:\\s|$))`,
  "u",
);
/** Four words, of which the second is small: what {@link OTHER_SUBSPECIES} needs, seen without letters of all scripts. */
const FOUR_WORDS = /^\S+ [^\sA-Z]\S+ \S+ [^\sA-Z]/;

/** "[cf.]", "coll." behind a name, "s. ampl.": in their usual form. */
function withUsualTerms(text: string): string {
  return (
    text
      .replace(/<su[bp]>[^<>]*<\/su[bp]>/g, "")
      // "*Quercus* sp."
      .replace(/(?<!\S)([*_]{1,3})(\p{L}[^*_]*)\1(?=\s|$)/gu, "$2")
      // "'Ochlerotatus' ('Finlaya') candidoscutellum"
      .replace(/^'(\p{Lu}\p{Ll}+)'(?=\s)/u, "$1")
      .replace(/\('(\p{Lu}\p{Ll}+)'\)/u, "($1)")
      // "Saracha [infragen.unranked] Chamaesaracha"
      .replace(/\s\[(?:infragen\.?\s?)?unranked\]\s(?=\p{Lu})/u, " infragen. ")
      .replace(/\s\[(?:infrasp\.?\s?)?unranked\]\s(?=\p{Ll})/u, " ")
      .replace(MARKER_BEHIND_SIGN, "$1 $2. ")
      .replace(CAPITAL_BEHIND_MARKER, (_, before: string, letter: string) => before + letter.toLowerCase())
      .replace(OTHER_SUBSPECIES, "$1 subsp. ")
      .replace(OTHER_VARIETY, "$1 var. ")
      // "Smith exJones"
      .replace(/(?<=\p{L}\.?\sex)(?=\p{Lu}\p{Ll})/gu, " ")
      .replace(/\[\s*(cfr?|aff|nr|conf)\.?\s*\]/gi, "$1.")
      // "Quercus c.f. robur"
      .replace(/\sc\.\s?f\.?\s(?=\p{Ll}{3}|\p{Lu}{3})/iu, " cf. ")
      .replace(/(?<=\s\p{Ll}{3,}\s)\(?sub[\s.-]+sp(?:ecies)?\b\.?\)?(?=\s\p{Ll})/u, "subsp.")
      .replace(/\s+sine auct(?:ore)?\.?$/, "")
      // "Abies alba [subsp. nigra]"
      .replace(/(?<=\s\p{Ll}{3,}.*)\[\s*((?:ssp|subsp|var|f|fo|forma)\.?\s+\p{Ll}{3,})\s*\]/u, "$1")
      // "Carabus (sensu lato) granulatus": of the genus
      .replace(/(?<=^\p{Lu}\p{L}+)\s+\((?:s\.?|sens\.?|sensu)\s?(?:l|s|lat|str|lato|stricto)\.?\)(?=\s\p{Ll}{3})/u, "")
      // "(Abies alba) × (Abies nigra)", "Abies alba(x)Abies nigra", "Abies alba ♀ × Abies nigra ♂"
      .replace(/^\(([^()×]+)\)\s*(?:×|x)\s*\(([^()×]+)\)$/u, "$1 × $2")
      .replace(/\s*\(x\)\s*/, " × ")
      .replace(/(?<=^\p{Lu}\p{L}+ \p{Ll}{3,}) by (?=[(\p{Lu}])/u, " ")
      .replace(/^([^×]+?)\s*[♀♂]\s*×\s*([^×]+?)\s*[♀♂]?$/u, "$1 × $2")
      .replace(
        /(?<=\s\S+)[\s,([]+(?:bona (?:sp|species)|(?:sp|stat|comb|nom|gen|subsp|var)\.? (?:rev|propr|rest|resurr))\.?[)\]]?$/u,
        "",
      )
      .replace(/[\s,(]+(?=char\. em)/u, " ")
      .replace(/ char\. (?=em)/, " ")
      .replace(/(?<=\s)sp\. (?=gr\.?\s\p{Ll}{3})/u, "")
      .replace(/\(Aggr?\.?\)/, "agg.")
      // "c.v. Fastigiata", "(cv. Fastigiata)", "Fire® ('Fastigiata')", "Fastigiata-Gruppe"
      .replace(/\sc\.\s?v\.?\s/, " cv. ")
      .replace(/\s\((cv\.? [^()]+)\)$/, " $1")
      .replace(/\s\p{Lu}[\p{L} ]*[®™]\s*\(?('[^']+')\)?/u, " $1")
      .replace(/\s(\p{Lu}[\p{L} ]*)[®™]/u, " cv. $1")
      .replace(/(?<=\s\p{Lu}\p{L}+)[\s-]Gr(?:uppe|p\.?)$/u, " Group")
      .replace(/(?<=\s)\(?(?:s\.\s?st|sens\.?\s?str?|sensu str)\.\)?\s*$/i, "s.str.")
      .replace(/(?<=\s)\(?(?:s\.?|sens\.?|sensu) ?(?:ampl(?:o|iss)?|lat|coll)\.?\)?\s*$/i, "s.l.")
      .replace(/(?<=\p{L}\S*\s+\S+.*\s)\(?(?:sp\.\s*)?coll\.\)?\s*$/iu, "agg.")
  );
}

/** "SUBG.", "AUCT.", "SSP." in a name that is not in capitals throughout: in small letters, as the parser expects them. */
function withMarkersInSmall(text: string): string {
  if (!/\p{Ll}/u.test(text)) return text;
  const small = text.replace(/(?<=\s)(?:N|NOV)\.\s?(?:SP|GEN|SPEC)(?=[.\s]|$)/g, (words) => words.toLowerCase());
  return small.replace(/(?<=[\s(])\p{Lu}{3,8}(?=[.\s)]|$)/gu, (word) => {
    const lower = word.toLowerCase();
    return rankMarker(lower) !== undefined || TAXONOMIC_NOTES.has(lower) || AGGREGATES.has(lower) ? lower : word;
  });
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

const WORDS = (list: ReadonlySet<string>) => [...list].join("|");

/** What begins a remark, two words or more behind the beginning. A determination reaches to the end. */
const REMARK = new RegExp(
  `(?:[\\s,;([-]+(?:(?:${WORDS(REMARKS)})\\.?(?=[\\s)\\],;]|$).*|(?:${WORDS(DETERMINATION_WORDS)})\\.?(?=[\\s&:)]).*)` +
    `|[\\s,;([-]+(?:(?:${WORDS(SEQUENCE_WORDS)})\\b|\\d{1,2}(?:\\.\\d)?S\\s+(?:ribosomal|r[rd]?na|gene)\\b).*` +
    `|[\\s,;([-]+(?:${WORDS(DOUBTS)})[.?]?\\)?` +
    "|[\\s\\d,(]*[♀♂☿].*" +
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
  `(?<![\\s(]\\p{Lu}{2,})[\\s,:;]+(?:(?:${BESIDE}(?:\\s*=\\s*|\\s+))*(?:${BESIDE})?${FIGURE}(?:[\\s;]+(?:${FIGURE}|${BESIDE}))*|${BESIDE}(?:\\s+${BESIDE})+)$`,
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
