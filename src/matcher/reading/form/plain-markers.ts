/**
 * Which words of a name string would mislead a parser, whatever the name is?
 *
 * Words for ranks in capitals, in brackets, behind a comma or in other languages; terms of concepts in odd spellings; numbers
 * before and behind the name. Nothing here knows any name.
 */
import { AGGREGATES, TAXONOMIC_NOTES } from "../../../names/words/names.ts";
import { rankMarker } from "../../../names/words/rank-markers.ts";
import { hasOddLetters, withUsualLetters } from "./letters.ts";
import { withTermsInPlace } from "./terms.ts";

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

/** What tells of such terms: one expression is four times as fast as to look for each. */
const ODD =
  /^['*]|\[|\('|\(\(?s|\(cv|\(Agg|\(x\)|coll|ampl|sens\.|sine | sub|c\.v|[cC]\.\s?[fF]|sp\. gr|char\. em| by | auth\.? | authority| x\. | х | acc(?:\.|ording) to |<su|×| s\. str|s\.str| rev\.| propr|bona |®|™|(?:Gruppe|Grp\.?|st\.)$/;

/** True when a term that {@link withUsualTerms} knows may be in the text. */
function hasOddTerm(text: string): boolean {
  if (ODD.test(text)) return true;
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
  `${BINOMIAL_BEFORE}\\s+[(–-]?\\s*(?:[Ss]ous-espèce|[Ss]ubesp[eé]cie|[Ss]ottospecie|[Oo]ndersoort|[Uu]nterart|[Uu]nderart|alalaji|poddruh|podgatunek|podvrsta|alfaj|[Ss]ubspécie|[Ss]ub[ -]?species|[Пп]одвид|[Rr]ace|[Rr]asse|[Rr]aza|[Nn]atio|[Ss]tirps)\\)?\\.?\\s+(?=\\p{Ll}{3,}(?:\\s|$))`,
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
      .replace(/\s*\([x×]\)\s*/, " × ")
      // "Quercus x. robur", "Quercus х robur" with the Cyrillic letter; "Quercus ×" is of no species that is told
      .replace(/(?<=^\p{Lu}\p{L}+(?: \p{Ll}{3,})?\s)(?:x\.|х)(?=\s\p{L}{3})/u, "×")
      .replace(/(?<=^\p{Lu}\p{Ll}+)\s+×$/u, " indet.")
      .replace(
        /(?<=^\p{Lu}\p{L}+ \p{Ll}{3,}) (?:by|auth\.?|authority:?|acc(?:\.|ording) to) (?=[(\p{Lu}]|(?:d[eu]|v[ao]n) \p{Lu})/u,
        " ",
      )
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
