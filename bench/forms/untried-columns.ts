/** The same of columns that hold what belongs to others, of names of genera and families; and several of these at once. */
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { withError } from "./several.ts";
import { COLLECTIONS } from "./untried-collections.ts";
import { FILES } from "./untried-files.ts";
import { capital, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

const COLUMNS: readonly Form[] = [
  ...forms("columns, untried", "species", "same", {
    "genus=Quercus, scientificName=Q robur": ({ genus, epithet, author }, { random }) => ({
      query: {
        genus,
        scientificName: random.pick([
          `${genus[0]} ${epithet}`,
          `${genus[0]}.${epithet}`,
          `${genus[0]}-${epithet}`,
          `${genus.slice(0, 2)}. ${epithet}`,
          `${genus.slice(0, 3)}. ${epithet}`,
          `${genus[0]}. ${epithet} ${author}`.trim(),
          `${genus[0]!.toLowerCase()}. ${epithet}`,
          `${genus[0]}. ${capital(epithet)}`,
        ]),
      },
    }),
    "genus=Quercus, specificEpithet=Q. robur": ({ genus, epithet }, { random }) => ({
      query: random.pick([
        { genus, specificEpithet: `${genus[0]}. ${epithet}` },
        { genericName: `${genus[0]}.`, genus, specificEpithet: epithet },
        { genericName: genus, specificEpithet: `${genus[0]} ${epithet}` },
        { genus, species: `${genus[0]}. ${epithet}` },
        { genus, species: capital(epithet) },
        { genus: genus.toUpperCase(), species: epithet.toUpperCase() },
      ]),
    }),
    "genus=Quercus (Quercus), specificEpithet=robur": ({ genus, epithet, author }, { random }) => ({
      query: random.pick([
        { genus: `${genus} (${genus})`, specificEpithet: epithet },
        { genericName: `${genus} L.`, specificEpithet: `${epithet} ${author}`.trim() },
        { genus: `${genus} s.str.`, specificEpithet: epithet },
        { genus: `${genus} (Parcoraria)`, specificEpithet: epithet },
        { genericName: `${genus} `, specificEpithet: `${epithet},` },
        { genericName: `"${genus}"`, specificEpithet: `"${epithet}"` },
        { genericName: `× ${genus}`, specificEpithet: epithet },
      ]),
    }),
    "scientificName=Quercus, specificEpithet=robur": ({ genus, epithet }, { random }) => ({
      query: random.pick([
        { scientificName: genus, specificEpithet: epithet },
        { scientificName: genus, genus, specificEpithet: epithet },
        { scientificName: genus, species: `${genus} ${epithet}` },
        { scientificName: genus, species: epithet },
        { scientificName: genus, genericName: genus, specificEpithet: epithet, taxonRank: "species" },
      ]),
    }),
    "infraspecificEpithet=L.": ({ name, genus, epithet, author }, { random }) => ({
      query: random.pick([
        { scientificName: name, infraspecificEpithet: author || "L." },
        { scientificName: name, specificEpithet: author || "L." },
        { genus, specificEpithet: epithet, infraspecificEpithet: "none" },
        { genus, specificEpithet: epithet, infraspecificEpithet: author || "L." },
        { genus, specificEpithet: epithet, infraspecificEpithet: epithet, taxonRank: "species" },
      ]),
    }),
    "taxonRank=L.": ({ name, author, above }, { random }) => ({
      query: random.pick([
        { scientificName: name, taxonRank: author || "L." },
        { scientificName: name, scientificNameAuthorship: "species" },
        { scientificName: name, kingdom: "species" },
        { scientificName: name, genus: author || "L." },
        { scientificName: name, scientificNameAuthorship: above["family"] ?? "Fagaceae" },
        { scientificName: name, family: author || "L." },
        { scientificName: name, order: name, class: name },
        { scientificName: name, taxonRank: name },
        { scientificName: name, scientificNameAuthorship: "1753" },
      ]),
    }),
    "author=Quercus robur L.": (s, { random }) => ({
      query: random.pick([
        { scientificName: s.name, scientificNameAuthorship: `${s.epithet} ${s.author}` },
        { scientificName: s.name, scientificNameAuthorship: whole(s) },
        { scientificName: whole(s), scientificNameAuthorship: `[${s.author}]` },
        { scientificName: s.name, scientificNameAuthorship: `${s.author};` },
        { scientificName: s.name, scientificNameAuthorship: `, ${s.author}` },
        { scientificName: s.name, scientificNameAuthorship: `Author: ${s.author}` },
        { scientificName: `${s.name},`, scientificNameAuthorship: s.author },
      ]),
    }),
    "family=Fagaceae (oaks)": ({ name, above }, { random }) => ({
      query: {
        scientificName: name,
        family: random.pick([
          `${above["family"] ?? "Fagaceae"} (oaks)`,
          `${above["family"] ?? "Fagaceae"}?`,
          `Fam. ${above["family"] ?? "Fagaceae"}`,
          `${above["family"] ?? "Fagaceae"} / Betulaceae`,
          `12 ${above["family"] ?? "Fagaceae"}`,
          `${above["order"] ?? ""}: ${above["family"] ?? "Fagaceae"}`,
          `${(above["family"] ?? "Fagaceae").toLowerCase()} `,
        ]),
      },
    }),
    "species=Quercus robur, genus and epithet": ({ name, genus, epithet, above }, { random }) => ({
      query: random.pick([
        { species: name, genus, specificEpithet: epithet },
        { species: name.replace(" ", "_"), genus },
        { species: name.toUpperCase(), family: above["family"] },
        { species: `${genus} ${capital(epithet)}` },
        { species: `"${name}"` },
      ]),
    }),
  }),
  ...forms("columns, untried", "infraspecific", "same", {
    "taxonRank=subsp. nigra": ({ genus, epithet, last }, { random }) => ({
      query: random.pick([
        { genericName: genus, specificEpithet: `${epithet} subsp. ${last}` },
        { genericName: genus, specificEpithet: `${epithet} ${last}` },
        { genericName: genus, specificEpithet: epithet, infraspecificEpithet: `${epithet} ${last}` },
        { scientificName: `${genus} ${epithet}`, infraspecificEpithet: last, taxonRank: "ssp" },
        { scientificName: `${genus} ${epithet} ${last}`, infraspecificEpithet: "subsp." },
        { scientificName: `${genus} ${epithet}`, infraspecificEpithet: capital(last) },
        { genericName: genus, specificEpithet: epithet, infraspecificEpithet: `ssp. ${last}`, taxonRank: "species" },
        { genus, specificEpithet: epithet, infraspecificEpithet: last.toUpperCase(), taxonRank: "SSP." },
        { scientificName: `${genus} ${epithet} L.`, infraspecificEpithet: last },
        { species: `${genus} ${epithet}`, infraspecificEpithet: last },
      ]),
    }),
  }),
  ...forms("columns, untried", "species", "genus", {
    "genus=Quercus, specificEpithet=spp.": ({ genus }, { random }) => ({
      query: random.pick([
        { genus, specificEpithet: "spp." },
        { genericName: genus, specificEpithet: "indet." },
        { genericName: genus, specificEpithet: "sp. 2" },
        { scientificName: `${genus} sp.`, genus, specificEpithet: "sp." },
        { genus, species: "sp." },
        { genus, species: `${genus} sp.` },
        { genericName: genus, specificEpithet: "sp. nov." },
        { genus, specificEpithet: "undet" },
      ]),
    }),
  }),
];

const HIGHER: readonly Form[] = [
  ...forms("genera and families, untried", "genus", "same", {
    "gen. Quercus": (s, { random }) =>
      `${random.pick(["gen. ", "Gen. ", "genus ", "Gattung ", "род ", "the genus ", "Genus: ", "G. ", "género "])}${s.name}`,
    "Quercus s.l.": ({ name }, { random }) =>
      `${name} ${random.pick(["s.l.", "s. str.", "sensu lato", "nom. cons.", "(oaks)", "- oaks", ", the oaks", "[genus]", "gen. nov.", "(Oak genus)"])}`,
    "Fagaceae: Quercus L.": (s, { random }) =>
      s.above["family"] === undefined
        ? undefined
        : random.pick([
            `${s.above["family"]}: ${whole(s)}`,
            `${whole(s)} (${s.above["family"]})`,
            `${s.name.toUpperCase()} (${s.above["family"]})`,
            `${s.above["family"]}, ${s.name}`,
            `${s.name}, ${s.above["family"]}`,
          ]),
    "<i>Quercus</i> L.": (s, { random }) =>
      random
        .pick([
          `<i>${s.name}</i> ${s.author}`,
          `*${s.name}* ${s.author}`,
          `"${s.name}"`,
          `g__${s.name}`,
          `${s.name}_`,
          `12. ${s.name}`,
          `† ${whole(s)}`,
        ])
        .trim(),
  }),
  ...forms("genera and families, untried", "family", "same", {
    "Fam. Fagaceae": ({ name }, { random }) =>
      random.pick([
        `Fam. ${name}`,
        `family ${name}`,
        `${name.toUpperCase()}`,
        `${name} (family)`,
        `Familie ${name}`,
        `${name} Dumort., nom. cons.`,
        `f__${name}`,
        `${name} s.l.`,
        `${name} (the oak family)`,
        `familia ${name}`,
      ]),
  }),
  ...forms("genera and families, untried", "family", "genus", {
    "Fagaceae gen. sp.": ({ name }, { random }) =>
      random.pick([
        `${name} gen. sp.`,
        `${name} gen. et sp. indet.`,
        `${name} sp.`,
        `${name} indet.`,
        `indet. ${name}`,
        `unknown ${name}`,
        `${name} g. sp.`,
        `${name}, unidentified`,
        `${name} spp. (larvae)`,
        `${name} genus sp.`,
        `${name} undet. juv.`,
      ]),
  }),
];

const COMBINED: readonly Form[] = [
  ...forms("untried, combined", "species", "same", {
    "**Quercus Robur** L., 1 Ex.": (s) => `**${s.genus} ${capital(s.epithet)}** ${s.author}, 1 Ex.`.replace(" ,", ","),
    "1.2.0 SCIURUS VULGARIS (EEP)": ({ name }) => `1.2.0 ${name.toUpperCase()} (EEP)`,
    "<td>quercus robur</td>": ({ name }) => `<td>${name.toLowerCase()}</td>`,
    "Quercus (s. str.) robbur": withError((genus, epithet) => `${genus} (s. str.) ${epithet}`),
    "**Quercus robbur** L.": withError((genus, epithet, { author }) => `**${genus} ${epithet}** ${author}`.trim()),
    "X.Quercus.robbur.": withError((genus, epithet) => `X.${genus}.${epithet}.`),
    "Quercus robbur, 2 exx., coll. Müller": withError((genus, epithet) => `${genus} ${epithet}, 2 exx., coll. Müller`),
    "Quercus robbur L. stat. rev.": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author} stat. rev.`.replace("  ", " "),
    ),
    "Genus: Quercus Species: robbur": withError((genus, epithet) => `Genus: ${genus} Species: ${epithet}`),
    "Animalia;…;Quercus;Quercus_robbur(98);": withError(
      (genus, epithet, { above }) => `${above["family"] ?? "Fagaceae"}(100);${genus}(100);${genus}_${epithet}(98);`,
    ),
    "Atlantic cod, Gadus morhhua": withError((genus, epithet) => `Atlantic cod, ${genus} ${epithet}`),
    "genus=Quercus, scientificName=Q. robbur": withError((genus, epithet) => ({
      query: { genus, scientificName: `${genus[0]}. ${epithet}` },
    })),
    "BOLD:AAA1234|Quercus robbur": withError((genus, epithet) => `BOLD:AAA1234|${genus} ${epithet}`),
    "Quercus robbur (Europe), det. idem": withError((genus, epithet) => `${genus} ${epithet} (Europe), det. idem`),
  }),
  ...forms("untried, combined", "species", "qualified", {
    "1 Ex. QUERCUS CF. ROBUR (s.l.)": ({ genus, epithet }) =>
      `1 Ex. ${genus.toUpperCase()} CF. ${epithet.toUpperCase()}`,
    "*Quercus* cf. *robbur* [site 12]": withError((genus, epithet) => `*${genus}* cf. *${epithet}* [site 12]`),
    "wohl Quercus (s. str.) robur": ({ genus, epithet }) => `wohl ${genus} (s. str.) ${epithet}`,
  }),
  ...forms("untried, combined", "species", "genus", {
    "*Quercus* sp. BOLD:AAA1234": ({ genus }) => `*${genus}* sp. BOLD:AAA1234`,
    "1 Ex. Quercus sp. (unbestimmt)": ({ genus }) => `1 Ex. ${genus} sp. (unbestimmt)`,
    "FAGACEAE: QUERCUS SP. 2 EXX.": ({ genus, above }) =>
      `${above["family"] ?? "Fagaceae"}: ${genus} sp. 2 exx.`.toUpperCase(),
  }),
];

/** Forms that no rule was made for, thought up when those of `afresh-tables.ts` had become known. */
export const UNTRIED: readonly Form[] = [...COLLECTIONS, ...FILES, ...COLUMNS, ...HIGHER, ...COMBINED];
