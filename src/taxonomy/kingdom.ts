/**
 * Which kingdoms can be meant by this word, and can two of them be the same?
 *
 * Checklists call one kingdom by many names (Metazoa, Animalia, animals) and cut life differently: NCBI has no
 * Chromista, "Eukaryota" covers several kingdoms, "algae" belong to three. So a word means a *set* of kingdoms, and two
 * words disagree only when their sets have nothing in common.
 */
import type { NomenclaturalCode } from "./nomenclatural-code.ts";
import type { Rank } from "./rank.ts";
import { spellingKey, spellingTable } from "./spelling.ts";

/** The kingdoms of the Catalogue of Life and GBIF (Ruggiero et al. 2015), with the viruses. */
export const KINGDOMS = [
  "Animalia",
  "Archaea",
  "Bacteria",
  "Chromista",
  "Fungi",
  "Plantae",
  "Protozoa",
  "Viruses",
] as const;

/** `"Animalia"`, `"Plantae"` … */
export type Kingdom = (typeof KINGDOMS)[number];

// Kingdom columns also hold well-known phyla and classes; they leave no doubt about the kingdom.
const ONE = spellingTable<Kingdom>({
  Animalia:
    "animal animals metazoa metazoan metazoans animaux animales animais tiere tierreich invertebrates invertebrata " +
    "vertebrates vertebrata invertebrados vertebrados eumetazoa animale anamalia animala animali anima " +
    "arthropoda chordata mollusca annelida echinodermata insecta mammalia aves reptilia amphibia pisces",
  Archaea: "archaebacteria archaeobacteria archea methanobacteriati nanobdellati promethearchaeati thermoproteati",
  Bacteria:
    "eubacteria bacterium bacterien bakterien bacillati fusobacteriati pseudomonadati thermotogati negibacteria posibacteria " +
    "cyanobacteria cyanophyta proteobacteria actinobacteria firmicutes",
  Chromista: "chromists chromist stramenopiles straminopila sar chromalveolata harosa",
  Fungi:
    "fungus fungae pilze champignons hongos lichens lichenes eumycota mycota eumycetes eufungi " +
    "ascomycota basidiomycota zygomycota",
  Plantae:
    "plant plants plante plantes plantas pflanzen viridiplantae viridaeplantae chloroplastida chlorobiota archaeplastida " +
    "embryophyta streptophyta metaphyta vegetabilia primoplantae plantea bikonta " +
    "tracheophyta magnoliophyta bryophyta marchantiophyta hepaticae musci",
  Protozoa: "protozoans protozoan amoebozoa excavata euglenozoa sarcomastigota",
  Viruses:
    "virus vira viroid viroids viren riboviria duplodnaviria monodnaviria varidnaviria adnaviria ribozyviria singelaviria " +
    "bamfordvirae heunggongvirae orthornavirae pararnavirae sangervirae shotokuvirae trapavirae zilligvirae loebvirae " +
    "helvetiavirae abadenavirae",
});

const SEVERAL: ReadonlyMap<string, readonly Kingdom[]> = new Map<string, readonly Kingdom[]>([
  ["eukaryota", ["Animalia", "Chromista", "Fungi", "Plantae", "Protozoa"]],
  ["eukarya", ["Animalia", "Chromista", "Fungi", "Plantae", "Protozoa"]],
  ["eukaryotes", ["Animalia", "Chromista", "Fungi", "Plantae", "Protozoa"]],
  ["opisthokonta", ["Animalia", "Fungi", "Protozoa"]],
  ["prokaryota", ["Archaea", "Bacteria"]],
  ["prokaryotes", ["Archaea", "Bacteria"]],
  ["procaryotae", ["Archaea", "Bacteria"]],
  ["monera", ["Archaea", "Bacteria"]],
  ["protista", ["Chromista", "Plantae", "Protozoa"]],
  ["protists", ["Chromista", "Plantae", "Protozoa"]],
  ["protoctista", ["Chromista", "Plantae", "Protozoa"]],
  ["algae", ["Bacteria", "Chromista", "Plantae", "Protozoa"]],
  ["alga", ["Bacteria", "Chromista", "Plantae", "Protozoa"]],
  ["fungiandlichens", ["Fungi"]],
]);

/** Kingdoms whose names fall under a code. Protozoa and Chromista are treated by both zoologists and botanists. */
const BY_CODE: Readonly<Record<NomenclaturalCode, readonly Kingdom[]>> = {
  ZOOLOGICAL: ["Animalia", "Protozoa", "Chromista"],
  BOTANICAL: ["Plantae", "Fungi", "Chromista", "Protozoa", "Bacteria"],
  BACTERIAL: ["Bacteria", "Archaea"],
  VIRUS: ["Viruses"],
  CULTIVARS: ["Plantae", "Fungi"],
  PHYTOSOCIOLOGICAL: [],
};

const NONE: readonly Kingdom[] = [];
const SINGLE = new Map<Kingdom, readonly Kingdom[]>(KINGDOMS.map((kingdom) => [kingdom, [kingdom]]));

/**
 * Kingdoms that a written term can mean: `"Metazoa"` → `["Animalia"]`, `"Monera"` → `["Archaea", "Bacteria"]`.
 * Empty when the term is unknown, empty or says nothing ("incertae sedis").
 */
export function kingdomsMeant(text: string | undefined): readonly Kingdom[] {
  if (!text) return NONE;
  const key = spellingKey(text);
  const one = ONE.get(key);
  return one === undefined ? (SEVERAL.get(key) ?? NONE) : SINGLE.get(one)!;
}

/** The one kingdom that a term means: `"Viridiplantae"` → `"Plantae"`; `undefined` when none or several. */
export function parseKingdom(text: string | undefined): Kingdom | undefined {
  const kingdoms = kingdomsMeant(text);
  return kingdoms.length === 1 ? kingdoms[0] : undefined;
}

/**
 * True for a taxon that is a kingdom, or stands in its place: NCBI ranks Bacteria and Archaea as superkingdoms (or
 * domains) without kingdoms below.
 */
export function isKingdom(rank: Rank | undefined, canonicalName: string): boolean {
  if (rank === "KINGDOM") return true;
  if (rank !== "SUPERKINGDOM" && rank !== "DOMAIN" && rank !== "REALM") return false;
  return parseKingdom(canonicalName) !== undefined;
}

/** Kingdoms whose names fall under a code: `"VIRUS"` → `["Viruses"]`. Cyanobacteria are also named under the ICN. */
export function kingdomsOfCode(code: NomenclaturalCode): readonly Kingdom[] {
  return BY_CODE[code];
}

/** True when both terms are known and no kingdom fits both: Metazoa and Plantae yes, Eukaryota and Fungi no. */
export function kingdomsDisagree(a: string | undefined, b: string | undefined): boolean {
  const first = kingdomsMeant(a);
  if (first.length === 0) return false;
  const second = kingdomsMeant(b);
  return second.length > 0 && !first.some((kingdom) => second.includes(kingdom));
}
