/**
 * Which lower-case words inside a name string are no epithets?
 *
 * Open nomenclature, notes, connectors. Source: Sigovini, Keppel and Tagliapietra (2016), "Open Nomenclature in the
 * biodiversity era", for the qualifiers; own knowledge of lists for the rest.
 */

import { FUNCTION_WORDS } from "./prose.ts";

/** Qualifiers before an epithet or at the end, with their standard form. */
export const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ["cf", "cf."],
  ["cfr", "cf."],
  ["conf", "cf."],
  ["cff", "cf."],
  ["confer", "cf."],
  ["conferatur", "cf."],
  ["vgl", "cf."],
  ["sim", "cf."],
  ["simil", "cf."],
]);

/** Qualifiers that leave the name open, with their standard form. */
export const APPROXIMATIONS: ReadonlyMap<string, string> = new Map([
  ["aff", "aff."],
  ["affin", "aff."],
  ["nr", "nr."],
  ["near", "nr."],
  ["prope", "nr."],
  ["prox", "prox."],
  ["sp", "sp."],
  ["spp", "spp."],
  ["spec", "sp."],
  ["species", "sp."],
  ["sps", "spp."],
  ["indet", "indet."],
  ["indeterminate", "indet."],
  ["undet", "indet."],
  ["ind", "indet."],
  ["morphospecies", "sp."],
  ["morphosp", "sp."],
  ["af", "aff."],
]);

/** Words before the number or letter of a form that has no name: "morphotype A". */
export const FORM_WORDS: ReadonlySet<string> = new Set(
  "morphospecies morphosp morphotype morpho morph msp type form taxon species no num".split(" "),
);

/** Words for groups of species: the name is that of an aggregate. */
export const AGGREGATES: ReadonlyMap<string, string> = new Map([
  ["agg", "agg."],
  ["aggr", "agg."],
  ["aggregate", "agg."],
  ["aggregat", "agg."],
  ["agregat", "agg."],
  ["agregado", "agg."],
  ["sammelart", "agg."],
  ["artengruppe", "agg."],
  ["complex", "complex"],
  ["group", "group"],
  ["gr", "group"],
  ["gp", "group"],
  ["grp", "group"],
  ["cplx", "complex"],
  ["cpx", "complex"],
  ["komplex", "complex"],
  ["kompleks", "complex"],
  ["superspecies", "superspecies"],
]);

/** Words that begin a note about the concept ("sensu …"). */
export const TAXONOMIC_NOTES: ReadonlySet<string> = new Set(
  (
    "sensu ss sec secundum auct auctt auctorum non nec fide vide excl according emend nomen-sensu sl s.l lato stricto not " +
    "pp partim sst"
  ).split(" "),
);

/** Words that begin a note about the name ("nom. illeg."). */
export const NOMENCLATURAL_NOTES: ReadonlySet<string> = new Set(
  (
    "nom nomen nomina comb combinatio stat status nov novum nova novus ined ineditus orth pro opus isonym ms mss msc i.l " +
    "unpublished unpubl typ basion basionym later err errore replacement illeg inval nud"
  ).split(" "),
);

/** Words that may continue "sp.", "gen.", "nov." in a note of a new name. */
export const NOVELTY: ReadonlySet<string> = new Set(
  "sp spec gen var subsp ssp f fam comb nom stat et n nov novum nova".split(" "),
);

/** Words that end a name and are neither. */
export const OTHER_STOPS: ReadonlySet<string> = new Set([
  ...FUNCTION_WORDS,
  ...(
    "ex et and und in apud of from the with without for on by to or as is und con est mihi hort ht horti hybrid hybr hybrids cv cvs cvar cult cultivar cultivars " +
    "var ssp subsp strain str serovar serotype sp isolate clone culture enrichment environmental sample group clade lineage " +
    "type sic corrig x al new like gen fam ord " +
    "anon unidentified undetermined undescribed indetermined stirps nothosp nothospec nothospecies see also this"
  ).split(" "),
]);

/** Epithets that are English words or computer leftovers; GBIF marks such names as doubtful. */
export const DOUBTFUL_EPITHETS: ReadonlySet<string> = new Set(
  (
    "null not none unknown possible possibly probably probable unnamed several various many some other others from this " +
    "about unclassified bacterium"
  ).split(" "),
);

/** Words of open nomenclature that no author is called, however they are written. */
export const OPEN_NOTES: ReadonlySet<string> = new Set(
  "sp spp spec species cf cfr aff nr indet undet agg aggr".split(" "),
);

/** Markers that no author is called, however they are written: "Ser." is Seringe, "F." many. */
export const CAPITALISED_MARKERS: ReadonlySet<string> = new Set(
  "subsp ssp var subvar convar subf subg subgen subgenus sect subsect nothosubsp nothovar nothosect sekt sektion untergattung".split(
    " ",
  ),
);

/** Both. */
export const CAPITALISED_NOTES: readonly string[] = [...OPEN_NOTES, ...CAPITALISED_MARKERS];

/** Notes that are notes in capitals, too: "QUERCUS ROBUR AUCT. NON L." */
export const CAPITAL_NOTES: ReadonlySet<string> = new Set("sensu auct auctt auctorum non nec".split(" "));

/** Endings of genera, stricter than those of epithets: English words must not pass. */
const LATIN_GENUS = /(?:us|a|um|is|es|on|os|ys|as|ax|ix|ops|ex|yx|oe|er|erix|en|ne|che|thoe|gale|phane|stoma)$/;

/** True when a word may be a genus, although it is written small. */
export function looksLikeGenus(word: string): boolean {
  return LATIN_GENUS.test(word);
}

/** Endings that epithets have and surnames and English words rarely: of adjectives, participles and genitives. */
const LATIN_EPITHET =
  /(?:us|um|is|[bcdfghlmnprstvx]i|ii|iae|ae|[^aeiou]a|[ei]a|ua|ens|ans|oides|odes|ensis|ense|[rlt]e|ior|ax|ops|ipes|iceps|ex|ox|yx|ix|ys)$/;

/** True when a word is more likely an epithet than a surname. */
export function looksLikeEpithet(word: string): boolean {
  return LATIN_EPITHET.test(word);
}

/** Words of open nomenclature and notes that stand first, before or instead of a genus. */
export const NO_GENERA: readonly string[] = "candidatus incertae cf aff sp spp".split(" ");

/** Stops and notes that are no epithet even before an author and a year. */
export const NEVER_EPITHETS: ReadonlySet<string> = new Set(
  (
    "and und con sens sensu auct auctt auctorum non nec fide nom strain var ssp subsp from hort sp spp cf aff ex et in cv " +
    "indet undet unidentified undetermined undescribed environmental sample isolate clone culture lineage clade"
  ).split(" "),
);

/** Notes that are also Latin epithets: right behind a genus they name a species. */
export const LATIN_NOTES: ReadonlySet<string> = new Set(
  "horti hortus hortulanorum novus nova novum secundum opus nomina status ineditus".split(" "),
);

/** Latin-looking endings, for lower-case words at unexpected places. */
export function looksLatin(word: string): boolean {
  return /(?:[aeiou]|us|um|is|es|as|os|ns|er|or|ix|ax|ex|ox|yx|on|en|ys|ops|yps|bs|ps|ys|an|ol|ar|al|ur|il)$/.test(
    word,
  );
}
