/** Forms in which columns beside the name say something else than they should, or say it otherwise. */
import { type Form, forms } from "./form.ts";
import { capital } from "./words.ts";

const NOTHING = ["unknown", "-", "n/a", "?", "NA", "none", "not applicable", "incertae sedis", "0", "undefined", "."];
const NO_AUTHOR = ["unknown", "-", "n/a", "?", "NA", "none", "[none]", "anon.", "."];
const SPECIES_WORDS = [
  "sp",
  "sp.",
  "SPECIES",
  "Species",
  "esp.",
  "espèce",
  "Art",
  "specie",
  "especie",
  "soort",
  "spec.",
];
const NO_RANKS = ["xyz", "taxon", "n/a", "12", "plant", "?", "-", "herb", "organism", "TRUE", "species name", "full"];

export const COLUMNS: readonly Form[] = [
  ...forms("rank column", "species", "same", {
    "Quercus robur, rank sp.": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(SPECIES_WORDS) },
    }),
    "Quercus robur, rank genus": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(["genus", "Gattung", "GENUS", "gen."]) },
    }),
    "Quercus robur, rank family": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick(["family", "order", "class", "kingdom", "tribe", "subgenus"]),
      },
    }),
    "Quercus robur, rank variety": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick(["variety", "subspecies", "form", "ssp.", "var.", "cultivar"]),
      },
    }),
    "Quercus robur, rank xyz": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(NO_RANKS) },
    }),
    "Quercus robur L., rank family": ({ name, author }, { random }) =>
      author === ""
        ? undefined
        : {
            query: {
              scientificName: `${name} ${author}`,
              taxonRank: random.pick(["family", "genus", "variety", "xyz"]),
            },
          },
  }),
  ...forms("rank column", "genus", "same", {
    "Quercus, rank species": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(SPECIES_WORDS) },
    }),
    "Quercus, rank family": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick(["family", "order", "tribe", "subgenus", "section", "kingdom"]),
      },
    }),
    "Quercus, rank subspecies": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(["subspecies", "variety", "form"]) },
    }),
    "Quercus L., rank species": ({ name, author }) =>
      author === "" ? undefined : { query: { scientificName: `${name} ${author}`, taxonRank: "species" } },
  }),
  ...forms("rank column", "family", "same", {
    "Fagaceae, rank genus": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(["genus", "species", "order", "class", "subfamily"]) },
    }),
  }),
  ...forms("rank column", "infraspecific", "same", {
    "Abies alba nigra, rank species": ({ name }, { random }) => ({
      query: { scientificName: name, taxonRank: random.pick(["species", "sp.", "genus", "race", "xyz"]) },
    }),
  }),
  ...forms("higher columns", "species", "same", {
    "family=FAGACEAE": ({ name, above }, { random }) => {
      const { family } = above;
      if (family === undefined) return undefined;
      const written = random.pick([
        family.toUpperCase(),
        family.toLowerCase(),
        ` ${family} `,
        `${family} Juss.`,
        `"${family}"`,
      ]);
      return { query: { scientificName: name, family: written } };
    },
    "family=unknown": ({ name }, { random }) => ({ query: { scientificName: name, family: random.pick(NOTHING) } }),
    "kingdom=PLANTAE": ({ name, above }, { random }) => {
      const { kingdom } = above;
      if (kingdom === undefined) return undefined;
      return {
        query: {
          scientificName: name,
          kingdom: random.pick([kingdom.toUpperCase(), kingdom.toLowerCase(), ` ${kingdom}`]),
        },
      };
    },
    "kingdom=unknown": ({ name }, { random }) => ({ query: { scientificName: name, kingdom: random.pick(NOTHING) } }),
    "order=Fagaceae": ({ name, above: { family, order } }) =>
      family === undefined || order === undefined
        ? undefined
        : { query: { scientificName: name, order: family, family: order } },
    "family of another species": (sample, { random, sampler }) => {
      const other = random.pick(sampler.samples("species", 100));
      const { family } = other.above;
      const isOne = sampler.taxa.kingdom(sample.usage) === sampler.taxa.kingdom(other.usage);
      return family === undefined || !isOne ? undefined : { query: { scientificName: sample.name, family } };
    },
    "genus=QUERCUS": ({ name, genus }, { random }) => ({
      query: {
        scientificName: name,
        genus: random.pick([genus.toUpperCase(), genus.toLowerCase(), `${genus} L.`, ` ${genus}`]),
      },
    }),
    "genus of another species": (sample, { sampler, random }) => {
      const { genus } = random.pick(sampler.samples("species", 100));
      return { query: { scientificName: sample.name, genus } };
    },
  }),
  ...forms("parts in columns", "species", "same", {
    "genericName=QUERCUS": ({ genus, epithet }, { random }) => ({
      query: random.pick([
        { genericName: genus.toUpperCase(), specificEpithet: epithet },
        { genericName: genus.toLowerCase(), specificEpithet: epithet },
        { genericName: genus, specificEpithet: capital(epithet) },
        { genericName: genus.toUpperCase(), specificEpithet: epithet.toUpperCase() },
        { genus: genus.toUpperCase(), specificEpithet: epithet },
      ]),
    }),
    "specificEpithet=Quercus robur": ({ genus, name }) => ({ query: { genericName: genus, specificEpithet: name } }),
    "genericName=Quercus L.": ({ genus, epithet }, { random }) => ({
      query: { genericName: `${genus} ${random.pick(["L.", "Linnaeus, 1758", "Mill."])}`, specificEpithet: epithet },
    }),
    "scientificName=robur, genus=Quercus": ({ genus, epithet }, { random }) => ({
      query: { scientificName: random.pick([epithet, capital(epithet)]), genus, specificEpithet: epithet },
    }),
    "all parts and the name": ({ genus, epithet, name, above }) => ({
      query: {
        scientificName: name,
        genericName: genus,
        specificEpithet: epithet,
        genus,
        taxonRank: "species",
        ...kingdomOf(above),
      },
    }),
  }),
  ...forms("author column", "species", "same", {
    "author l.": ({ name, author }) =>
      author === "" ? undefined : { query: { scientificName: name, scientificNameAuthorship: author.toLowerCase() } },
    "author LINNAEUS, 1758": ({ name, author }) =>
      author === "" ? undefined : { query: { scientificName: name, scientificNameAuthorship: author.toUpperCase() } },
    "author, and author in the name": ({ name, author }, { random }) =>
      author === ""
        ? undefined
        : {
            query: {
              scientificName: `${name} ${author}`,
              scientificNameAuthorship: random.pick([author, author.toUpperCase(), `${author}.`]),
            },
          },
    "author unknown": ({ name }, { random }) => ({
      query: { scientificName: name, scientificNameAuthorship: random.pick(NO_AUTHOR) },
    }),
    "author 1758": ({ name, author }) => {
      const year = /\d{4}/.exec(author)?.[0];
      return year === undefined ? undefined : { query: { scientificName: name, scientificNameAuthorship: year } };
    },
    "author in brackets": ({ name, author }, { random }) =>
      author === "" || author.includes("(")
        ? undefined
        : {
            query: {
              scientificName: name,
              scientificNameAuthorship: random.pick([`(${author})`, `[${author}]`, `"${author}"`, `, ${author}`]),
            },
          },
    "author column holds the name": ({ name, author }) =>
      author === "" ? undefined : { query: { scientificName: name, scientificNameAuthorship: `${name} ${author}` } },
  }),
];

function kingdomOf({ kingdom }: Readonly<Record<string, string>>): { kingdom?: string } {
  return kingdom === undefined ? {} : { kingdom };
}
