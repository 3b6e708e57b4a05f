/**
 * Which rank is meant by this word?
 *
 * One table of the words that checklists write: English, Latin, French, Spanish, Portuguese, German and Dutch terms,
 * their abbreviations and plurals, the markers of botanical and zoological names. Sub-, super- and infra- ranks are
 * derived from the words of their base rank.
 */
import type { NomenclaturalCode } from "./nomenclatural-code.ts";
import { RANKS, type Rank } from "./rank.ts";
import { spellingKey, spellingTable } from "./spelling.ts";

/** Words for ranks that have derived ranks. */
const BASES: Readonly<Partial<Record<Rank, string>>> = {
  DOMAIN: "domains domaine dominium dominio domane dom",
  REALM: "realms",
  KINGDOM: "kingdoms king kd k regnum regna regn reg regne reino reich konigreich rijk kingdomclade βασιλειο 界",
  PHYLUM: "phyla phyl ph p stamm abteilung abt filo embranchement 門 phylumclade phylumdivision",
  DIVISION_ZOOLOGY: "division divisions divisio div divisao zoodivisio zoodivision",
  CLASS: "classes classis class clas cl c klasse kl classe clase classclade ομοταξια 綱",
  LEGION: "legions legio legiones",
  COHORT: "cohorts cohors cohortes coh",
  ORDER: "orders ordo ordines ordin ord or o ordre orden ordem ordnung orde orderclade ταξη 目",
  FAMILY: "families familia familiae fam fm familie famille familles familien familyclade οικογενεια 科",
  TRIBE: "tribes tribus trib tribo tribu",
  GENUS: "genera gen gn g genre genres genero generos gattung geslacht genusclade gennus groupgenus chi γενοσ 属 屬",
  SPECIES: "spec sp spp s espece especes especie especies art arten soort specie ειδοσ 種 种",
  VARIETY: "varieties varietas varietates var vars v variete varietes variedad variedade varietat varieteit",
  FORM: "forms forma formae fo f fma forme formes",
  SECTION_BOTANY: "section sections sectio sectiones sect sec seccion secao sektion sectionbotany",
  SERIES_BOTANY: "series ser serie seriesbotany",
  SECTION_ZOOLOGY: "sectionzoology zoosectio zoosection",
  SERIES_ZOOLOGY: "serieszoology zooseries",
};

const OWN: Readonly<Partial<Record<Rank, string>>> = {
  EMPIRE: "imperium superdominium",
  SUPERKINGDOM: "superregnum superegnum acellularroot cellularroot",
  DOMAIN: "regio dominion",
  SUBPHYLUM: "subphyl subph uab",
  SUBCLASS: "ukl",
  SUBTERCLASS: "subtercl subtcl",
  MIRORDER: "hyperorder hyperordo",
  MAGNORDER: "megaorder",
  GRANDORDER: "capaxorder",
  PARVORDER: "microorder parvordo",
  NANORDER: "nanordo nanorder",
  FALANX: "phalanx",
  EPIFAMILY: "epifamilia",
  SUPRAGENERIC_NAME: "suprageneric supragen higher highertaxon supersubtribe supersubtrib supragenerictaxon",
  SUBFAMILY: "subf sf",
  SUBGENUS: "sg sge subgn nothosubgenus",
  INFRAGENUS: "infragen infragenunranked infragenranked",
  INFRAGENERIC_NAME: "infrageneric infragenerictaxon tinfgen taxinfragen infragenericunranked",
  SPECIES_AGGREGATE:
    "aggregate agg aggr agregate agglom agregat complex group groupspecies speciesgroup speciessubgroup speciescomplex " +
    "speciesaggregates supersp superspecies superspec spgroup spagg collectivespecies",
  INFRASPECIFIC_NAME:
    "infraspecific infraspecies infrasp infraspec infraspecificname infraspecifictaxon infraspunranked tinfr tinfraspecific " +
    "subspecificform collsp collspecies subspeciesaggregate α β γ δ ε alpha beta gamma delta epsilon ß ẟ ɣ",
  INFRASUBSPECIFIC_NAME: "infrasubspecific infrasubsp subhybr sublus subsubvar subsubf subsubforma",
  SUBSPECIES: "ssp ss sspp nsubsp susbp nothossp agamossp subspeciesplantae subspeciesanimalia",
  CULTIVAR_GROUP: "cultivargroup cvgroup cvgr grp",
  CONVARIETY: "convarietas convar convarietates",
  GREX: "infragengrex grexsect gx",
  PROLES: "prol prole race races rasse stirps raza",
  NATIO: "nat nation",
  ABERRATION: "ab aberrancy aberratio aberr abberatio abberation abber",
  MORPH: "morpha morphs",
  SUPERVARIETY: "supervarietas",
  PATHOVAR: "pv pathotype pathovars",
  BIOVAR: "bv biotype biovars physiologicaltype",
  CHEMOVAR: "chemovars",
  MORPHOVAR: "morphotype morphovars",
  PHAGOVAR: "phagotype lysotype phagovars",
  SEROVAR: "sv serotype serovars serogroup",
  CHEMOFORM: "ct chemotype",
  FORMA_SPECIALIS: "fsp formaespeciales specialform fspecialis",
  LUSUS: "lus",
  CULTIVAR: "cv cultivars cvar",
  MUTATIO: "mut mutation mutant",
  STRAIN: "strains str isolate",
  OTHER: "others",
  UNRANKED:
    "norank notranked rankless none unknown undefined notgiven clade branch subbranch node root nothotaxon alliance " +
    "specieshypothesis unrankedclade taxvag intergenhybrid cladeunranked",
};

/** Ranks whose words are those of another rank with a prefix. The first prefix is the one of the rank's own name. */
const PREFIXES = {
  SUPER: ["super", "uber", "boven", "sur"],
  SUB: ["sub", "sous", "unter", "onder", "sous"],
  INFRA: ["infra"],
  PARV: ["parv", "parvi"],
} as const;

function buildTable(): Map<string, Rank> {
  const known = new Set<string>(RANKS);
  const table = spellingTable<Rank>(
    Object.fromEntries(RANKS.map((rank) => [rank, `${BASES[rank] ?? ""} ${OWN[rank] ?? ""}`])) as Record<Rank, string>,
  );
  for (const [base, words] of Object.entries(BASES) as [Rank, string][])
    for (const [prefix, spellings] of Object.entries(PREFIXES)) {
      const derived = (
        base === "DIVISION_ZOOLOGY" && prefix !== "SUPER" ? `${prefix}DIVISION` : `${prefix}${base}`
      ) as Rank;
      // SUPERDIVISION has no suffix either, but SUPERSECTION_BOTANY has.
      const rank = known.has(derived) ? derived : (`${prefix}DIVISION` as Rank);
      if (!known.has(derived) && base !== "DIVISION_ZOOLOGY") continue;
      for (const word of [base.toLowerCase().replace(/_.*/, ""), ...words.split(" ")])
        for (const spelling of spellings) {
          const key = spellingKey(spelling + word);
          if (key.length > 3 && !table.has(key)) table.set(key, rank);
        }
    }
  // Hybrid taxa have the rank of their name: nothospecies is a species (ICN Art. 3.2); apomicts likewise.
  for (const [word, rank] of [...table])
    for (const prefix of ["notho", "agamo"]) if (word.length > 1) setUnlessKnown(table, prefix + word, rank);
  for (const word of ["var", "subsp", "f", "sect", "ser"]) setUnlessKnown(table, `n${word}`, table.get(word)!);
  return table;
}

function setUnlessKnown(table: Map<string, Rank>, word: string, rank: Rank): void {
  if (!table.has(word)) table.set(word, rank);
}

const TABLE = buildTable();

/** Words whose rank depends on the code: botany puts sections and series below the genus, divisions beside the phylum. */
const BY_CODE: Readonly<Partial<Record<Rank, Partial<Record<NomenclaturalCode, Rank>>>>> = {
  SUPERSECTION_BOTANY: { ZOOLOGICAL: "SUPERSECTION_ZOOLOGY" },
  SECTION_BOTANY: { ZOOLOGICAL: "SECTION_ZOOLOGY" },
  SUBSECTION_BOTANY: { ZOOLOGICAL: "SUBSECTION_ZOOLOGY" },
  SUPERSERIES_BOTANY: { ZOOLOGICAL: "SUPERSERIES_ZOOLOGY" },
  SERIES_BOTANY: { ZOOLOGICAL: "SERIES_ZOOLOGY" },
  SUBSERIES_BOTANY: { ZOOLOGICAL: "SUBSERIES_ZOOLOGY" },
  SUPERDIVISION: { BOTANICAL: "SUPERPHYLUM" },
  DIVISION_ZOOLOGY: { BOTANICAL: "PHYLUM", BACTERIAL: "PHYLUM" },
  SUBDIVISION: { BOTANICAL: "SUBPHYLUM", BACTERIAL: "SUBPHYLUM" },
};

/** Ranks that {@link parseRank} may replace by another one when it is told the code. */
export const RANKS_BY_CODE: ReadonlySet<Rank> = new Set(Object.keys(BY_CODE) as Rank[]);

/**
 * Rank meant by a written term: `"ssp."` → `"SUBSPECIES"`, `"Espèce"` → `"SPECIES"`, `"[unranked]"` → `"UNRANKED"`.
 * `undefined` when no rank of ours is meant or nothing is written.
 *
 * @param code decides what "section", "series" and "division" are; without it sections are botanical, and divisions
 *   zoological as in GBIF's vocabulary.
 */
export function parseRank(text: string | undefined, code?: NomenclaturalCode | undefined): Rank | undefined {
  if (!text) return undefined;
  const key = spellingKey(text);
  if (key === "") return rankOfSign(text.trim());
  const rank = TABLE.get(key);
  if (rank === undefined || code === undefined) return rank;
  // "section (botany)" says so itself and is not overruled.
  if (key.endsWith("botany") || key.endsWith("zoology")) return rank;
  return BY_CODE[rank]?.[code] ?? rank;
}

/** Old floras number infraspecific taxa with asterisks; question marks say that the rank is not known. */
function rankOfSign(text: string): Rank | undefined {
  if (/^\*+$/.test(text)) return "INFRASPECIFIC_NAME";
  if (/^\?+$/.test(text)) return "UNRANKED";
  return undefined;
}
