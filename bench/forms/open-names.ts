/** Names that are only known so far: open nomenclature, names between genus and species, concepts, notes. */
import type { Random } from "../random.ts";
import { type Form, forms } from "./form.ts";
import { COLLECTORS, capital, newGenus, withAuthor } from "./words.ts";

const AFTER_GENUS = [
  "sp",
  "sp.",
  "spp.",
  "spec.",
  "species",
  "indet.",
  "indet",
  "sp. indet.",
  "undet.",
  "sp. nov.",
  "n. sp.",
];
const CODES = ["A", "1", "14", "JSM-2010", "B12", "3a", "XYZ 123", "BOLD:AAA1234", "M1"];
const NEAR = ["aff.", "aff", "nr.", "near", "sp. aff.", "sp. nr.", "n. sp. aff.", "prox.", "affinis"];
const CF = ["cf.", "cf", "cfr.", "c.f.", "cf.", "conf."];
const NOTES = [
  "juv.",
  "larva",
  "larvae",
  "♀",
  "♂",
  "male",
  "female",
  "(adult)",
  "(juv.)",
  "(dead)",
  "eggs",
  "[cultivated]",
  "(cult.)",
  "seedling",
  "nymph",
  "(larvae)",
  "adult female",
  "[sterile]",
];

/** "sp.", "indet." in any case, with and without full stop. */
function anyCase(word: string, random: Random): string {
  return random.pick([word, word.toUpperCase(), capital(word)]);
}

export const OPEN: readonly Form[] = [
  ...forms("open: genus only", "species", "genus", {
    "Quercus sp.": ({ genus }, { random }) => `${genus} ${random.pick(AFTER_GENUS)}`,
    "Quercus SP.": ({ genus }, { random }) => `${genus} ${random.pick(AFTER_GENUS).toUpperCase()}`,
    "Quercus Sp.": ({ genus }, { random }) => `${genus} ${capital(random.pick(AFTER_GENUS))}`,
    "QUERCUS SP.": ({ genus }, { random }) => `${genus} ${random.pick(AFTER_GENUS)}`.toUpperCase(),
    "quercus sp.": ({ genus }, { random }) => `${genus} ${random.pick(AFTER_GENUS)}`.toLowerCase(),
    "Quercus sp. 14": ({ genus }, { random }) =>
      `${genus} ${anyCase(random.pick(["sp.", "sp", "spec."]), random)} ${random.pick(CODES)}`,
    "Quercus spA": ({ genus }, { random }) =>
      `${genus} ${random.pick(["spA", "sp1", "sp.1", "sp.A", "spB", "sp14", "Sp1", "SP2"])}`,
    "Quercus nov": ({ genus }, { random }) =>
      `${genus} ${random.pick(["nov", "nov.", "nov. sp.", "sp. n.", "n.sp.", "sp.nov.", "spec. nov."])}`,
    "Quercus unidentified": ({ genus }, { random }) =>
      `${genus} ${random.pick(["unidentified", "undetermined", "unknown", "indeterminate", "Indet", "?", "sp?", "sp.?", "not identified"])}`,
    "Quercus FHG_mala": ({ genus }, { random }) =>
      `${genus} ${random.pick(["FHG_mala", "ABC123", "KBS-12", "MZ_0021", "sp_QLD", "JSM2010", "AAA1234", "cf_01", "mg01"])}`,
    "Quercus aff. robur": ({ genus, epithet }, { random }) => `${genus} ${random.pick(NEAR)} ${epithet}`,
    "Quercus Aff. Robur": ({ genus, epithet }, { random }) =>
      `${genus} ${capital(random.pick(NEAR))} ${capital(epithet)}`,
    "QUERCUS AFF. ROBUR": ({ genus, epithet }, { random }) => `${genus} ${random.pick(NEAR)} ${epithet}`.toUpperCase(),
    "aff. Quercus robur": ({ name }, { random }) => `${random.pick(["aff.", "aff", "near", "nr."])} ${name}`,
    "Quercus aff.robur": ({ genus, epithet }) => `${genus} aff.${epithet}`,
    "Quercus morphospecies 3": ({ genus }, { random }) =>
      `${genus} ${random.pick(["morphospecies 3", "morphosp. A", "morphotype 2", "sp. (red)", "sp. group A", "sp. complex"])}`,
  }),
  ...forms("open: species with a qualifier", "species", "qualified", {
    "Quercus cf. robur": ({ genus, epithet }, { random }) => `${genus} ${random.pick(CF)} ${epithet}`,
    "Quercus CF. robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["CF.", "Cf.", "CF", "Cf"])} ${epithet}`,
    "QUERCUS CF. ROBUR": ({ genus, epithet }, { random }) => `${genus} ${random.pick(CF)} ${epithet}`.toUpperCase(),
    "quercus cf. robur": ({ name, genus, epithet }, { random }) =>
      name === "" ? undefined : `${genus} ${random.pick(CF)} ${epithet}`.toLowerCase(),
    "Quercus cf. Robur": ({ genus, epithet }, { random }) => `${genus} ${random.pick(CF)} ${capital(epithet)}`,
    "cf. Quercus robur": ({ name }, { random }) => `${random.pick(["cf.", "cf", "Cf.", "CF", "cfr."])} ${name}`,
    "Quercus robur cf.": ({ name }, { random }) => `${name} ${random.pick(["cf.", "cf", "(cf.)", "CF"])}`,
    "Quercus ?robur": ({ genus, epithet, name }, { random }) =>
      random.pick([`${genus} ?${epithet}`, `${genus} ? ${epithet}`, `${name}?`, `${name} ?`, `${name} (?)`]),
    "Quercus cf. robur L.": (s) => withAuthor(s, `${s.genus} cf. ${s.epithet}`),
    "Quercus robur agg.": ({ name }, { random }) =>
      `${name} ${random.pick(["agg.", "agg", "aggr.", "complex", "group", "species complex", "s.l.", "s.lat.", "sensu lato", "s. str.", "s.str.", "sensu stricto", "AGG.", "S.L.", "species group"])}`,
    "Quercus cf. robur 250": ({ genus, epithet }, { random }) =>
      `${genus} cf. ${epithet} ${random.pick(COLLECTORS)} ${1 + random.below(900)}`,
  }),
  ...forms("concepts", "species", "qualified", {
    "Quercus robur auct.": (s, { random }) =>
      `${s.name} ${random.pick(["auct.", "auct", "auctt.", "AUCT.", "auct. mult.", "sensu auct."])}`,
    "Quercus robur auct. non L.": (s, { random }) =>
      `${s.name} ${random.pick(["auct. non", "auct., non", "auct. nec", "sensu auct. non", "auctt. non", "non"])} ${s.author || "L."}`,
    "Quercus robur sensu Smith": (s, { random }) =>
      `${s.name} ${random.pick(["sensu Smith", "sensu Hook.f.", "sensu Smith 1999, non L.", "sec. Miller 2001", "s. Smith", "sensu Brown & Green"])}`,
    "Quercus robur p.p.": ({ name }, { random }) =>
      `${name} ${random.pick(["p.p.", "pro parte", "p. p.", "partim", "p.p", "pp."])}`,
    "Quercus robur L. sensu Smith": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        " ",
        random.pick(["sensu Smith", "sensu lato", "p.p.", "auct.", "s.l.", "pro parte"]),
      ),
  }),
  ...forms("infrageneric names", "species", "same", {
    "Quercus (Parcoraria) robur": ({ genus, epithet }, { random }) => `${genus} (${newGenus(random)}) ${epithet}`,
    "Quercus (Parcoraria) robur L.": (s, { random }) => withAuthor(s, `${s.genus} (${newGenus(random)}) ${s.epithet}`),
    "Quercus subg. Parcoraria robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["subg.", "subgen.", "sect.", "subgenus", "Subg."])} ${newGenus(random)} ${epithet}`,
    "Quercus (Quercus) robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick([`(${genus})`, `(subg. ${genus})`, `(${genus.toLowerCase()})`])} ${epithet}`,
    "Quercus (parcoraria) robur": ({ genus, epithet }, { random }) =>
      `${genus} (${newGenus(random).toLowerCase()}) ${epithet}`,
  }),
  ...forms("infrageneric names", "species", "genus", {
    "Quercus subg. Parcoraria": ({ genus }, { random }) =>
      `${genus} ${random.pick(["subg.", "subgen.", "subgenus", "sect.", "section", "ser.", "subsect.", "SUBG."])} ${newGenus(random)}`,
    "Quercus subg. Parcoraria Author": ({ genus }, { random }) =>
      `${genus} ${random.pick(["subg.", "sect.", "subgen."])} ${newGenus(random)} ${random.pick(["Verhoeff, 1899", "(L.) Mill.", "Rchb.f."])}`,
    "Quercus (Parcoraria)": ({ genus }, { random }) => `${genus} (${newGenus(random)})`,
    "Quercus (Parcoraria) Verhoeff, 1899": ({ genus }, { random }) =>
      `${genus} (${newGenus(random)}) ${random.pick(["Verhoeff, 1899", "Smith, 1902", "Brown & Green, 1850"])}`,
    "Quercus L. subg. Parcoraria": ({ genus }, { random }) =>
      `${genus} L. ${random.pick(["subg.", "sect."])} ${newGenus(random)}`,
    "Quercus (Parcoraria) sp.": ({ genus }, { random }) =>
      `${genus} (${newGenus(random)}) ${random.pick(["sp.", "sp. 1", "sp", "spp."])}`,
    "Parcoraria, rank subgenus, genus Quercus": ({ genus }, { random }) => ({
      query: { scientificName: newGenus(random), taxonRank: random.pick(["subgenus", "section"]), genus },
    }),
  }),
  ...forms("notes", "species", "same", {
    "Quercus robur juv.": ({ name }, { random }) => `${name} ${random.pick(NOTES)}`,
    "Quercus robur L. juv.": (s, { random }) => withAuthor(s, s.name)?.concat(" ", random.pick(NOTES)),
    "Quercus robur det. Smith 1999": ({ name }, { random }) =>
      `${name} ${random.pick(["det. Smith 1999", "(det. J. Smith)", "det. Smith", "leg. Müller", "leg. & det. Kim", "coll. Yu 250", "vid. Smith 2001"])}`,
    "Quercus robur L., det. Smith": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        random.pick([", det. Smith 1999", " [det. Kim]", "; leg. Müller", ", leg. & det. Kim"]),
      ),
    "Quercus robur No. 123": ({ name }, { random }) =>
      `${name} ${random.pick(["No. 123", "#12", "no 5", "Nr. 77", "[12]", "(12)", "K 1234", "(BM 1234)", "2 ex.", "3 specimens"])}`,
    "Quercus robur (= A. b)": ({ name }, { random }) =>
      `${name} ${random.pick(["(= Xylaria polata)", "[= Xylaria polata]", "= Xylaria polata L.", "(syn. Xylaria polata)", "syn. Xylaria polata"])}`,
    "Quercus robur nom. illeg.": ({ name }, { random }) =>
      `${name} ${random.pick(["nom. illeg.", "nom. nud.", "comb. nov.", "nomen dubium", "sp. nov.", "n. sp.", "nom. cons.", ", nom. inval."])}`,
    "Quercus robur L. nom. illeg.": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        " ",
        random.pick(["nom. illeg.", "nom. nud.", "comb. nov.", "nom. cons.", "(nom. illeg.)", "[nom. nud.]"]),
      ),
    "Quercus robur (English oak)": ({ name }, { random }) =>
      `${name} ${random.pick(["(English oak)", "- English oak", "(oak)", "[Eiche]", '"oak"', "/ English oak", ", oak"])}`,
    "holotype of Quercus robur": ({ name }, { random }) =>
      `${random.pick(["Holotype of", "holotype:", "Type of", "Isotype:", "prob.", "probably", "Species:", "Name:", "det. as"])} ${name}`,
  }),
  ...forms("notes", "species", "atMost", {
    "Quercus robur subsp.": ({ name }, { random }) =>
      `${name} ${random.pick(["subsp.", "ssp.", "var.", "ssp", "subsp", "ssp. indet.", "SSP.", "subsp. 1"])}`,
  }),
];
