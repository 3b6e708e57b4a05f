/**
 * What is written around a name on labels, in addresses, paths and files of sequences?
 *
 * Numbers of specimens and sequences, figures, the family, words for a rank, common names, words in other scripts before
 * the name; paths and addresses whose last part is the name. What is cut is told by its form; only whether the beginning
 * of a string may be a name itself is asked of the checklist, for then nothing is cut.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { PARTICLES } from "../../names/words/authors.ts";
import { COMMON_WORDS, UNKNOWN_WORDS } from "../../names/words/prose.ts";
import { DOUBTS, PLACE_WORDS, RELATIONS, REMARKS } from "../../names/words/remarks.ts";
import { parseRank } from "../../taxonomy/rank-spelling.ts";
import { nameOfLabelledParts } from "./form/labelled-parts.ts";
import { withoutLeftovers } from "./form/leftovers.ts";
import { withoutMarks } from "./form/marks.ts";
import { inNameOrder } from "./index-order.ts";

/** The text without marks and labels around its name; the same text when there are none. */
export function unlabelled(text: string, image: ImageReader): string {
  const left = withSpaces(withoutLeftovers(nameOfLabelledParts(text) ?? text), image);
  let rest = withoutMarks(inOneLine(nameOfPath(left, image) ?? left));
  rest = joined(withoutRankInBrackets(withStageBehind(rest)), image);
  for (let before = ""; before !== rest; ) {
    before = rest;
    // "Beta Vulgaris", "Phyla Lanceolata": a genus may be spelt like a rank or a letter.
    const named = beginsWithName(rest, image)
      ? rest
      : withoutRankWord(withoutCategory(withoutNumber(withoutLeadIn(rest))));
    rest = withoutMarks(withoutOtherScripts(withoutFamily(named)));
    rest = withoutCommonName(rest, image);
  }
  return rest;
}

/** True when the first two words are a name of the checklist. */
function beginsWithName(text: string, image: ImageReader): boolean {
  const [, genus, epithet] = /^(\p{Lu}\p{L}+)\s+(\p{L}{3,})(?=\s|$)/u.exec(text) ?? [];
  return genus !== undefined && image.exactName(foldName(`${genus} ${epithet}`)) >= 0;
}

/** "larva of Musca": as "Musca larva", which is known to be a remark. */
function withStageBehind(text: string): string {
  const [all, word] = /^(\p{L}{2,})\s+(?:of|de|von|di)\s+(?:an?\s+|the\s+)?(?=\p{Lu}\p{Ll})/u.exec(text) ?? [];
  if (all === undefined || !REMARKS.has(word!.toLowerCase())) return text;
  const name = text.slice(all.length);
  // "leaves of Amelanchier": "leaves" is no misspelt "laevis".
  return /^\p{Lu}\p{Ll}+$/u.test(name) ? `${name} indet.` : `${name} ${word!.toLowerCase()}`;
}

/** "(order) Coleoptera", "[unranked] Rosids". */
function withoutRankInBrackets(text: string): string {
  const [all, word] = /^[([]\s*((?:no )?\p{L}+)\.?\s*[)\]]\s*(?=\p{Lu}\p{Ll})/u.exec(text) ?? [];
  if (all === undefined || word!.length < 3) return text;
  return parseRank(word!.toLowerCase()) === undefined ? text : text.slice(all.length);
}

/**
 * "Q uercus robur", "Q. uercus robur": a genus torn behind its first letter; "Aus bus/cus": a name of three words that no
 * species of the third is in; "OTU_12 quercus_robur": a code before a name in small letters.
 */
function joined(text: string, image: ImageReader): string {
  // "G. Quercus": the genus of this name
  const family = /^fam(?:ily)?[.:]?\s+(\p{Lu}+(?:IDAE|ACEAE))$/iu.exec(text)?.[1];
  if (family !== undefined) return family;
  // "Quercus1": the mark of a footnote
  const marked = /^(\p{Lu}\p{Ll}{3,})\d{1,2}$/u.exec(text)?.[1];
  if (marked !== undefined && image.hasGenus(foldName(marked))) return marked;
  const labelled = /^[Gg]\.\s+(\p{Lu}\p{Ll}{3,})$/u.exec(text)?.[1];
  if (labelled !== undefined && image.hasGenus(foldName(labelled))) return labelled;
  const [, initial, genus, epithet] = /^(\p{Lu})(?:\.\s*|\s+)(\p{Ll}{2,})(\s+\p{Ll}{3,}.*)$/u.exec(text) ?? [];
  if (initial !== undefined && image.hasGenus(foldName(initial + genus))) return `${initial}${genus}${epithet}`;
  const [, species, last] =
    /^(\p{Lu}\p{Ll}+ \p{Ll}{3,})(?:\s*[/,;:|[{]\s*|\s+[–-]\s+)(\p{Ll}{3,})[\]}]?$/u.exec(text) ?? [];
  if (species !== undefined && image.exactName(foldName(`${species} ${last}`)) >= 0) {
    const beside = `${species.slice(0, species.indexOf(" "))} ${last}`;
    return beside === species || image.exactName(foldName(beside)) < 0 ? `${species} ${last}` : text;
  }
  const ordered = inNameOrder(text, image);
  if (ordered !== text) return ordered;
  const [, code, name] = /^(\S*\d\S*[\s:|;,]+)(\p{Ll}{3,}[_ ]\p{Ll}{3,}.*)$/u.exec(text) ?? [];
  if (code === undefined || !image.hasGenus(foldName(name!.split(/[_ ]/)[0]!))) return text;
  return name!.replaceAll("_", " ");
}

/** "quercus-robur-l": a name in small letters as the end of an address. */
function withSpaces(text: string, image: ImageReader): string {
  const [, start, rest] = /^(\p{Ll}{3,})(\p{Lu}\p{Ll}{3,})$/u.exec(text) ?? [];
  // "quercusRobur": a name of a variable
  if (start !== undefined && image.hasGenus(foldName(start)))
    return `${start.charAt(0).toUpperCase()}${start.slice(1)} ${rest!.toLowerCase()}`;
  const genus = /^(\p{Ll}{3,})-\p{Ll}{3,}(?:-[\p{Ll}-]+)?$/u.exec(text)?.[1];
  return genus !== undefined && image.hasGenus(foldName(genus)) ? text.replaceAll("-", " ") : text;
}

/** "EN: Quercus robur", "[NT] Quercus robur": categories of red lists. "Complex Quercus robur" is an aggregate. */
function withoutCategory(text: string): string {
  const rest = text.replace(/^[[(]?(?:LC|NT|VU|EN|CR|DD|EW|NE)[)\]]?\s*[:|–-]?\s+(?=\p{Lu}\p{Ll}{2})/u, "");
  const group = /^(\p{Lu}\p{Ll}+ \p{Ll}{3,})-(?:gruppe|group|agg|complex|komplex)\.?$/iu.exec(rest)?.[1];
  if (group !== undefined) return `${group} agg.`;
  const complex = /^(?:species\s+)?complex\s+(?=\p{Lu}\p{Ll}+\s\p{Ll})/iu.exec(rest)?.[0];
  return complex === undefined ? rest : `${rest.slice(complex.length)} agg.`;
}

/** "Q u e r c u s  r o b u r": words printed with spaces between their letters. */
const SPACED = /^\p{Lu}(?: \p{L}){3,}(?:\s{2,}\p{L}(?: \p{L}){2,})*$/u;

/** The letters of a spaced text together. */
function inOneLine(text: string): string {
  const trimmed = text.trim();
  return SPACED.test(trimmed) ? trimmed.replace(/(?<=\p{L}) (?=\p{L})/gu, "").replace(/\s+/g, " ") : text;
}

/** "k__Plantae;g__Quercus;s__robur": the ranks of a file of sequences. */
const RANKED = /(?<![\p{L}\d])([dkpcofgst])__([^;|,\s]*(?: [^;|,]*)?)/gu;

/**
 * The name at the end of an address, a path or a row of ranks: `"https://host/taxa/12-Quercus-robur"` → `"Quercus robur"`,
 * `"Animalia > Sciuridae > Sciurus vulgaris"` → `"Sciurus vulgaris"`; `undefined` when the text is none.
 */
function nameOfPath(text: string, image: ImageReader): string | undefined {
  if (text.includes("__")) {
    const ranks = new Map(
      [...text.matchAll(RANKED)].map(([, rank, name]) => [rank!, name!.replaceAll("_", " ").trim()]),
    );
    if (ranks.size > 0) return nameOfRanks(ranks);
  }
  // "photos/Quercus/robur": the two last steps
  const [, genus = "", species = ""] = /^\S*?[/\\](\p{L}{3,})[/\\](\p{Ll}{3,})$/u.exec(text) ?? [];
  if (image.hasGenus(foldName(genus))) return `${genus.charAt(0).toUpperCase()}${genus.slice(1)} ${species}`;
  if (/^(?:https?:\/\/|www\.|\/[a-z]|[\w-]+(?:\.[\w-]+)+\/)\S+$/i.test(text)) {
    const last = text
      .replace(/[?#].*$/, "")
      .replace(/\/+$/, "")
      .replace(/^.*\//, "");
    return decoded(last)
      .replace(/^\d+[-_]/, "")
      .replace(/[-_+]/g, " ");
  }
  // "photos/Quercus_robur/01.jpg"
  if (/[/\\].*\.\p{L}{2,4}$|[/\\]\d+$/u.test(text)) {
    const named = text.split(/[/\\]/).findLast((step) => /^\p{L}{3,}[ _-]\p{Ll}{3,}/u.test(step));
    if (named !== undefined) return named.replace(/[_-]/g, " ");
  }
  // "Fagaceae_Quercus_robur", "Fagaceae|Quercus|robur"
  const steps = text.split(/\s*[>»→|;/_\\]\s*/u);
  const epithet = steps.length > 2 ? steps.at(-1)! : "";
  if (/^\p{Ll}{3,}$/u.test(epithet) && steps.slice(0, -1).every((step) => /^\p{Lu}\p{Ll}{2,}$/u.test(step)))
    return `${genusOfSteps(steps, epithet, image)} ${epithet}`;
  const byRank = text.split(/\s*;\s*/);
  if (byRank.at(-1) === "") byRank.pop();
  const isCoded = byRank.length === 2 && /\d/.test(byRank[0]!);
  const parts = byRank.length > 2 || isCoded ? byRank : text.split(/\s*(?:>|»|→|::|›|\|)\s*/u);
  const last = parts.pop()!;
  // Each step of the path is one word, or the number of a sequence and where it is kept.
  const isPath = parts.every((part) => /^\p{Lu}[\p{L}-]+$|^\S*\d\S*$|^\p{Ll}{2,4}$|^$/u.test(part));
  return parts.length > 0 && /\p{L}[\s_]+\p{L}/u.test(last) && isPath ? last : undefined;
}

/** The step before the epithet, or the one before that, when that is a genus and the other a name within it. */
function genusOfSteps(steps: readonly string[], epithet: string, image: ImageReader): string {
  const [before = "", last = ""] = steps.slice(-3, -1);
  const isThere = image.exactName(foldName(`${before} ${epithet}`)) >= 0;
  return isThere && !image.hasGenus(foldName(last)) ? before : last;
}

function nameOfRanks(ranks: ReadonlyMap<string, string>): string | undefined {
  const genus = ranks.get("g") ?? "";
  const written = ranks.get("s");
  const isUnknown = written !== undefined && UNKNOWN_WORDS.has(/^\p{L}*/u.exec(written)![0].toLowerCase());
  const species = isUnknown ? "" : written;
  if (species === undefined || species === "") {
    const lowest = [...ranks.values()].findLast((name) => name !== "");
    return species === "" && genus !== "" ? `${genus} sp.` : lowest;
  }
  return /^\p{Lu}/u.test(species) || genus === "" ? species : `${genus} ${species}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Words in small letters or with a capital, as alternatives of an expression. */
function inAnyCase(words: ReadonlySet<string>): string {
  return [...words].map((word) => `[${word[0]}${word[0]!.toUpperCase()}]${word.slice(1)}`).join("|");
}

/** A genus or another capitalised word of letters begins here, or a whole name in small letters. */
const NAME_BEGINS = "(?=[?\"'([]*\\p{Lu}[\\p{Ll}\\p{Lu}-]{2,}(?:\\s|$))";
const SIGNS = "[,;:|–—-]";
const NUMBER =
  `(?:(?:(?:${inAnyCase(PLACE_WORDS)})\\.?|\\p{Lu}{2,12})\\s+){0,3}` +
  `(?:[^\\s\\d]*\\d[^\\s]*|[IVXL]+[.,:)]${SIGNS}*|§+${SIGNS}*)`;
// Numbers are words, with spaces between them: could one of many digits be read as several, a name of forty would take ages.
const NUMBERS = new RegExp(`^${NUMBER}(?:\\s+(?:${SIGNS}+\\s+)?${NUMBER})*(?:\\s[\\s,;:|–—-]*)?${NAME_BEGINS}`, "u");
/** "AB123456_Quercus_robur": the spaces of a name lost to a file. */
const UNDERSCORED = /^[^\s]*_[^\s]*$/;

/** "the species Quercus robur", "oaks of the species Quercus robur", "might be Quercus robur". */
const LEAD_IN =
  /^(?:(?:\p{L}+\s+of\s+)?(?:the|a|an)\s+(?:species|genus|taxon|family)\s+|(?:it\s+)?(?:looks?\s+like|might\s+be|may\s+be|could\s+be|seems?\s+(?:to\s+be)?|resembles)\s+(?:an?\s+)?|(?:(?:para|paralecto|holo|iso|isolecto|syn|lecto|neo|allo|co|topo|epi)typ(?:e|es|us|i|en)\b)(?:\s+of)?[\s:!,.-]*(?:no\.?\s*\d+|[♂♀]+)?[\s:,-]*|(?:ex\s+)?(?:coll|herb|mus)\.?\s+\p{Lu}[\p{L}'’-]+\.?\s*[:–-]\s*)(?=\p{Lu}\p{Ll}{2})/iu;

/** "possible Fagaceae", "(prob.) Quercus": a doubt, which is told of the whole, before one word. */
const DOUBT_BEFORE = new RegExp(`^[([]?(?:${[...DOUBTS].join("|")})[.)\\]:?]*\\s+(?=\\p{Lu}\\p{Ll}{3,}$)`, "iu");
/** "Order Fagales, family Fagaceae": the higher of two. */
const RANK_BEFORE = /^(\p{L}{3,})\s+\p{Lu}\p{Ll}+[,;]\s+(\p{L}{3,})\.?\s+(?=\p{Lu}\p{Ll}+$)/u;

function withoutLeadIn(text: string): string {
  const [before, higher, lower] = RANK_BEFORE.exec(text) ?? [];
  const areRanks =
    higher !== undefined && [higher, lower!].every((word) => parseRank(word.toLowerCase()) !== undefined);
  return areRanks ? text.slice(before!.length) : text.replace(LEAD_IN, "").replace(DOUBT_BEFORE, "");
}

/** "NHMUK 1999.12.3 Sciurus vulgaris", "Fig. 3. Quercus robur", "3x Quercus robur". */
function withoutNumber(text: string): string {
  const spaced = UNDERSCORED.test(text) ? text.replaceAll("_", " ").trim() : text;
  if (!/[\dIVX§]/.test(spaced)) return text;
  const number = NUMBERS.exec(spaced)?.[0];
  return number === undefined || !/[\d§]|^\p{L}+\.?\s+[IVXL]+/u.test(number) ? text : spaced.slice(number.length);
}

/** "Genus: Quercus", "Art Quercus robur", "ssp. Quercus robur alba". */
function withoutRankWord(text: string): string {
  const label =
    /^([\p{L}’' ]{2,30}?)\.?\s*(?:[:：=]|\s[-–]\s|\s+)\s*(?=[?"'([]*\p{Lu}(?:\p{Ll}{2}|\p{Lu}{3,}(?:\s|$)))/u.exec(
      text,
    );
  if (label === null) return text;
  const words = label[1]!.toLowerCase().split(/\s+/);
  if (words.every((word) => OF_LABELS.has(word))) return text;
  return words.every(
    (word) => LABELS.has(word) || OF_LABELS.has(word) || (word.length > 1 && parseRank(word) !== undefined),
  )
    ? text.slice(label[0].length)
    : text;
}

/** "Famille des Fagaceae", "Familia de las Fagaceae": between a label and the name. */
const OF_LABELS = new Set("de des du del della dei la las los les der of the".split(" "));

/** Words for "scientific name" and its kin; ranks are known by their own table. */
const LABELS = new Set(
  "accepted valid scientific latin name names nombre nome nom científico cientifico científica scientifique wissenschaftlicher taxon taxón táxon fam subspecies".split(
    " ",
  ),
);

const FAMILY =
  /^[([]?\p{Lu}\p{L}(?:\p{L}*(?:idae|aceae|IDAE|ACEAE)|\p{L}{2,}(?:inae|oideae|ales|INAE|OIDEAE|ALES))[)\]]?[\s:;,./|\\>–—-]+(?=(?:\d+\p{Ll}?[.)]?\s+|(?:cfr?|aff|nr)\.?\s+)?[?"'(]*\p{Lu}[\p{L}-]+\.?\s+[\p{L}(?])/u;

/** "Sciuridae: Sciurus vulgaris". */
function withoutFamily(text: string): string {
  return text.replace(FAMILY, "");
}

const OTHER_SCRIPT = "(?!\\p{Script=Latin}|\\p{Script=Common}|\\p{Script=Inherited})\\p{L}";
/** Letters that look like Latin ones are within a word: "Тhlaspi". */
const SCRIPT_BEFORE = new RegExp(
  `^\\P{Script=Latin}*${OTHER_SCRIPT}\\P{Script=Latin}*(?<![\\p{Script=Cyrillic}\\p{Script=Greek}])(?=\\p{Script=Latin}{2})`,
  "u",
);
const SCRIPT_BEHIND = new RegExp(
  `(?:[\\s\\p{P}=]+${OTHER_SCRIPT}|(?<=[.)\\s])${OTHER_SCRIPT})\\P{Script=Latin}*$`,
  "u",
);

/** "夏栎 Quercus robur L.", "Quercus robur (дуб)": words in other scripts beside the name. */
function withoutOtherScripts(text: string): string {
  if (/^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u.test(text)) return text;
  const before = SCRIPT_BEFORE.exec(text)?.[0] ?? "";
  return balanced(before, text.slice(before.length).replace(SCRIPT_BEHIND, ""));
}

/** The text behind what was cut, without the bracket at its end that was opened there. */
function balanced(cut: string, rest: string): string {
  return /[([（【][^)\]）】]*$/u.test(cut) ? rest.replace(/[)\]）】]\s*$/u, "") : rest;
}

const IN_BRACKETS = /^([^()[\]]+)[([]\s*([?"']*\p{Lu}[\p{L}-]+\.?\s+[^[\]]*)[)\]]$/u;
const BEHIND_SIGN = /^(.{2,60}?)(?:\s+[-–—|/=]\s*|\s*[|=–—:]\s+|,\s+)(["']?\p{Lu}\p{Ll}[\p{L}-]+\s+\S.*)$/u;

/** True for a single word with a capital, which may be a genus. */
function isCapitalised(label: string): boolean {
  return /^\p{Lu}\S*\s*$/u.test(label);
}

const GENUS_IN_BRACKETS = /^([^()]+)\(\s*(\p{Lu}\p{Ll}{2,})(\s+spp?\.?)?\s*\)$/u;

/** "Common Oak (Quercus robur L.)", "Common Oak - Quercus robur": a genus of the checklist behind words that name none. */
function withoutCommonName(text: string, image: ImageReader): string {
  const isName = (words: string) => /^\p{Lu}\p{Ll}+ ?$/u.test(words) && image.exactName(foldName(words.trim())) >= 0;
  for (const form of [IN_BRACKETS, BEHIND_SIGN]) {
    const [, before, name] = form.exec(text) ?? [];
    if (before === undefined || name === undefined) continue;
    const genus = /\p{L}[\p{L}-]+/u.exec(name)![0];
    // "Randia (Gordon Creek)": a genus and where it grew.
    if (form === IN_BRACKETS && isName(before) && !beginsWithName(name, image)) continue;
    // "roble (Quercuss robur)": the genus is misspelt.
    const epithet = form === IN_BRACKETS ? /^\p{Lu}\p{Ll}{4,}\s+(\p{Ll}{4,})(?=\s|$)/u.exec(name)?.[1] : undefined;
    const isLikely =
      epithet !== undefined && image.genusCountOfEpithet(foldName(epithet)) > 0 && !isCapitalised(before);
    if ((isLikely || image.hasGenus(foldName(genus))) && maySpeak(before, image)) return name;
  }
  // "squirrel (Sciurus)", "squirrels (Sciurus spp.)"
  const [, label, genus, open = ""] = GENUS_IN_BRACKETS.exec(text) ?? [];
  if (label === undefined || !image.hasGenus(foldName(genus!)) || !maySpeak(label, image)) return text;
  const words = label.match(/[\p{L}-]+/gu) ?? [];
  // "robur (Quercus)" is a species.
  const isNamed = (word: string) =>
    image.exactName(foldName(word)) >= 0 || image.exactName(foldName(`${genus} ${word}`)) >= 0;
  return words.some(isNamed) ? text : `${genus}${open}`;
}

/**
 * True when words before a name are a common name or another label: they are no name of the checklist's genera, no Latin
 * name it lacks, and do not say that the name stands in a relation to what is meant ("gall on", "phage of").
 */
export function maySpeak(before: string, image: ImageReader): boolean {
  const words = before.match(/[\p{L}\p{M}'’-]+/gu) ?? [];
  if (words.length > MOST_WORDS) return false;
  for (const [at, word] of words.entries()) {
    const lower = word.toLowerCase();
    const next = words[at + 1];
    // "Ratón de campo", "de Férussac": within a common name, or a person's.
    if (RELATIONS.has(lower) && (lower !== "de" || next === undefined)) return false;
    const isCapital = word !== lower;
    // "Red squirrel", "Squirrel, red"
    if (!isCapital || COMMON_WORDS.has(lower) || (next !== undefined && COMMON_WORDS.has(next))) continue;
    // "Foo bar, Quercus robur": a Latin name that is not in the checklist is another name.
    const isFollowed = next !== undefined && (next === next.toLowerCase() || word === word.toUpperCase());
    if (
      isFollowed &&
      next.length > 2 &&
      !DOUBTS.has(next) &&
      !PARTICLES.has(next) &&
      image.genusCountOfEpithet(foldName(next)) > 0 &&
      /^[a-z-]+$/.test(next)
    )
      return false;
    if (isFollowed && image.exactName(foldName(word)) >= 0) return false;
  }
  return true;
}

/** Longer labels are prose. */
const MOST_WORDS = 6;
