/**
 * The same of tables: exports of spreadsheets and databases, OTU tables, gardens and breeders, damaged characters, columns
 * that hold each other's contents; and several of these at once.
 */
import { heading, LITERATURE } from "./afresh-literature.ts";
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, misspelt, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

const DATABASES: readonly Form[] = [
  ...forms("databases", "species", "same", {
    "Quercus robur#12345": ({ name }, { random }) =>
      random.pick([
        `${name}#12345`,
        `${name}|12345`,
        `12345|${name}`,
        `${name};;;`,
        `${name}\t12345`,
        `${name}@GBIF`,
        `${name}:12345`,
        `${name} <12345>`,
        `${name} [ID:12]`,
        `${name} {TAX:12}`,
        `taxon:12 ${name}`,
        `NCBI:txid123 ${name}`,
      ]),
    "Quercus robur (wfo-0000292858)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(wfo-0000292858)", "[gbif:2878688]", "ITIS:19405", "TSN: 19405", "(AphiaID: 1234)", "| BOLD:AAA1234", "EOL:1151323", "(NCBI 38942)", "https://www.gbif.org/species/2878688", "doi:10.1/abc"])}`,
    "scientificName=Quercus robur": (s, { random }) =>
      random.pick([
        `scientificName=${s.name}`,
        `<scientificName>${s.name}</scientificName>`,
        `dwc:scientificName "${s.name}"`,
        `name: ${s.name}`,
        `'name': '${s.name}'`,
        `"species":"${s.name}",`,
        `["${s.name}"]`,
        `{name: "${s.name}"}`,
        `taxon_name=${s.name}`,
      ]),
    "Quercus robur\\n": ({ name }, { random }) =>
      random.pick([
        `${name}\\n`,
        `${name}\\t`,
        `${name}\\`,
        `${name}\\r\\n`,
        `"${name}\\""`,
        `${name}<br>`,
        `${name}<br/>`,
        `${name}&nbsp;`,
        `${name}&#160;`,
        `${name}&amp;`,
      ]),
    "&lt;i&gt;Quercus robur&lt;/i&gt;": (s, { random }) =>
      random.pick([
        `&lt;i&gt;${s.name}&lt;/i&gt;`,
        `<span class="sn">${s.name}</span> ${s.author}`,
        `<i class=x>${s.name}</i>`,
        `<b><i>${s.genus}</i> <i>${s.epithet}</i></b>`,
        `&quot;${s.name}&quot;`,
        `<p>${whole(s)}</p>`,
      ]),
    "#N/A Quercus robur": ({ name }, { random }) =>
      random.pick([
        `${name} #N/A`,
        `${name} NULL`,
        `${name} NA`,
        `${name} (null)`,
        `${name} None`,
        `${name} nan`,
        `NA ${name}`,
        `${name} N/A`,
        `${name} undefined`,
      ]),
    "+Quercus robur": ({ name }, { random }) =>
      `${random.pick(["+", "=", "- ", "@", "'", "^", "~", "| ", ">> ", "→ ", "✓ ", "● ", "□ ", "(+) ", "[x] "])}${name}`,
    Fagales_Fagaceae_Quercus_robur: ({ genus, epithet, above }, { random }) => {
      const family = above["family"];
      if (family === undefined) return undefined;
      return random.pick([
        `${family}_${genus}_${epithet}`,
        `${family}|${genus}|${epithet}`,
        `${family};${genus};${epithet}`,
        `${family}; ${genus}; ${genus} ${epithet}`,
        `${family}/${genus}/${epithet}`,
        `${family} > ${genus} > ${epithet}`,
      ]);
    },
    "OTU_12 Quercus_robur": ({ genus, epithet, name }, { random }) =>
      random.pick([
        `OTU_12 ${genus}_${epithet}`,
        `OTU12;${name}`,
        `ASV_0012_${genus}_${epithet}`,
        `${genus}_${epithet}_OTU12`,
        `Zotu3|${name}`,
        `${genus}_${epithet}_99.5`,
        `${genus}_${epithet}_SH1234567.08FU`,
        `${genus}_${epithet}|SH123456.08FU|refs`,
        `s:${genus}_${epithet}`,
        `${genus}_${epithet};size=1234;`,
      ]),
    "Quercus robur COX1": ({ name }, { random }) =>
      `${name} ${random.pick(["COX1", "ITS2", "voucher ABC 123", "strain CBS 123.45", "cytb", "haplotype 3", "mitochondrion", "chloroplast, complete genome", "clone 12", "(partial)", "rbcL", "12S"])}`,
    "Quercus robur, 12.3, 45": ({ name }, { random }) =>
      `${name}${random.pick([",12.3,45", ";12;3", "\t3\t1", ", 12, Spain", ",,,", ",TRUE", ";NA;3", ", 2019, 51.2 N"])}`,
    "Quercus robur (2)": ({ name }, { random }) =>
      `${name} ${random.pick(["(2)", "copy", "- Copy", "_1", ".1", "(dup)", "[duplicate]", "v2", "(old)", "(new)"])}`,
  }),
];

const GARDENS: readonly Form[] = [
  ...forms("gardens, afresh", "species", "qualified", {
    "Quercus robur 'Fastigiata' FIRE™": ({ name }, { random }) =>
      `${name} ${random.pick(["'Fastigiata' FIRE™", "Fire® ('Fastigiata')", "'Fastigiata' PBR", "'Fastigiata' (PBR)", "'Fastigiata' AGM", "'Fastigiata' (v)", "‘Fastigiata’ syn. 'Koster'", "'Fastigiata' =Fire=", 'cv. "Fastigiata"', "'Fastigiata' (d)", "(Fire Group) 'Fastigiata'"])}`,
    "Quercus robur FASTIGIATA": (s, { random }) =>
      `${whole(s)} ${random.pick(["cv FASTIGIATA", "c.v. Fastigiata", "cv.'Fastigiata'", "cvar. 'Fastigiata'", "(cv. Fastigiata)", "var. ‘Fastigiata’"])}`,
    "Quercus robur Fastigiata Group": ({ name }, { random }) =>
      `${name} ${random.pick(["Fastigiata Group", "(Fastigiata Group)", "Fastigiata Gp", "Fastigiata-Gruppe", "Group Fastigiata", "Fastigiata Grp."])}`,
  }),
];

const DAMAGED: readonly Form[] = [
  ...forms("damaged", "species", "same", {
    "Quercus r?bur": ({ genus, epithet }, { random, sampler }) => {
      const at = 2 + random.below(Math.max(1, epithet.length - 3));
      const sign = random.pick(["?", "�", "□", "*", "\u00bf", "_"]);
      return sampler.isAbsent(`${genus} ${epithet.slice(0, at)}`)
        ? `${genus} ${epithet.slice(0, at)}${sign}${epithet.slice(at + 1)}`
        : undefined;
    },
    "Quercus rοbur (Cyrillic, throughout)": ({ name }, { random }) => {
      const like: Readonly<Record<string, string>> = {
        a: "а",
        e: "е",
        o: "о",
        p: "р",
        c: "с",
        x: "х",
        A: "А",
        B: "В",
        C: "С",
        E: "Е",
        H: "Н",
        M: "М",
        P: "Р",
        T: "Т",
      };
      const some = random.below(2) === 0;
      return [...name].map((letter) => (some && random.below(2) === 0 ? letter : (like[letter] ?? letter))).join("");
    },
    "Quercus robuŕ (stray accents)": ({ name }, { random }) => {
      const at = 2 + random.below(name.length - 3);
      return `${name.slice(0, at)}${random.pick(["\u0301", "\u0308", "\u0327", "\u030a", "\u0304"])}${name.slice(at)}`;
    },
    "Quercus rohur (b/h, c/e, l/1, rn/m)": ({ genus, epithet }, { random, sampler }) => {
      const swaps = (
        [
          ["b", "h"],
          ["c", "e"],
          ["l", "1"],
          ["rn", "m"],
          ["m", "rn"],
          ["u", "n"],
          ["i", "l"],
          ["f", "t"],
          ["o", "0"],
          ["s", "5"],
        ] as const
      ).filter(([from]) => epithet.slice(1).includes(from));
      if (epithet.length < 7 || swaps.length === 0) return undefined;
      const [from, to] = random.pick(swaps);
      const at = epithet.indexOf(from, 1);
      const read = `${genus} ${epithet.slice(0, at)}${to}${epithet.slice(at + from.length)}`;
      return sampler.isAbsent(read) ? read : undefined;
    },
    "Quercusrobur L.": (s, { random }) =>
      random.pick([
        `${s.genus}${s.epithet} ${s.author}`.trim(),
        `${s.genus}-${s.epithet}`,
        `${s.genus}--${s.epithet}`,
        `${s.genus} _${s.epithet}`,
        `${s.genus}/${s.epithet}`,
        `${s.genus}\\${s.epithet}`,
        `${s.genus} | ${s.epithet}`,
        `${s.genus}:${s.epithet}`,
        `${s.genus}=${s.epithet}`,
      ]),
  }),
];

const COLUMNS: readonly Form[] = [
  ...forms("columns, afresh", "species", "same", {
    "scientificName=robur, genus=Quercus": ({ genus, epithet, author }, { random }) => ({
      query: random.pick([
        { scientificName: epithet, genericName: genus },
        { scientificName: epithet, genus },
        { scientificName: `${epithet} ${author}`.trim(), genus },
        { scientificName: epithet, genus: `${genus} L.` },
      ]),
    }),
    "genus=Quercus robur": ({ name, epithet, genus }, { random }) => ({
      query: random.pick([
        { genericName: name },
        { genus: name },
        { genus: name, specificEpithet: epithet },
        { genericName: genus, specificEpithet: epithet, taxonRank: "genus" },
      ]),
    }),
    "author=Quercus": ({ name, genus, above }, { random }) => ({
      query: {
        scientificName: name,
        scientificNameAuthorship: random.pick([
          genus,
          above["family"] ?? "Fagaceae",
          name,
          "species",
          "-",
          "?",
          "n.a.",
          "NA",
        ]),
      },
    }),
    "family=Quercus, genus=Fagaceae": ({ name, genus, above }) =>
      above["family"] === undefined
        ? undefined
        : { query: { scientificName: name, family: genus, genus: above["family"] } },
    "rank=robur": ({ name, epithet, author }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick([
          epithet,
          author || "L.",
          "sp",
          "SPECIES (accepted)",
          "accepted",
          "7",
          "Art",
          "Spezies",
          "éspece",
          "especie",
          "вид",
        ]),
      },
    }),
    "specificEpithet=robur L.": (s, { random }) => ({
      query: {
        genericName: s.genus,
        specificEpithet: random.pick([
          `${s.epithet} ${s.author}`.trim(),
          capital(s.epithet),
          s.epithet.toUpperCase(),
          `${s.genus[0]}. ${s.epithet}`,
          ` ${s.epithet}.`,
          `"${s.epithet}"`,
          `${s.epithet} sp.`,
        ]),
      },
    }),
    "kingdom=Fagaceae": ({ name, above }, { random }) =>
      above["family"] === undefined
        ? undefined
        : { query: { scientificName: name, [random.pick(["kingdom", "phylum", "class", "order"])]: above["family"] } },
  }),
  ...forms("columns, afresh", "infraspecific", "same", {
    "infraspecificEpithet=var. nigra Mill.": ({ genus, epithet, last }, { random }) => ({
      query: {
        genericName: genus,
        specificEpithet: epithet,
        infraspecificEpithet: random.pick([
          `var. ${last}`,
          `ssp ${last}`,
          capital(last),
          `"${last}"`,
          `${epithet} ${last}`,
          `${last} Hollister`,
        ]),
      },
    }),
    "Abies alba, infraspecificEpithet=nigra": ({ genus, epithet, last, name }, { random }) => ({
      query: random.pick([
        { scientificName: `${genus} ${epithet}`, infraspecificEpithet: last, taxonRank: "subspecies" },
        { scientificName: name, infraspecificEpithet: last },
        { scientificName: name, taxonRank: "infraspecies" },
        { species: `${genus} ${epithet}`, infraspecificEpithet: last },
      ]),
    }),
  }),
];

const COMBINED: readonly Form[] = [
  ...forms("afresh, combined", "species", "same", {
    "†QUERCUS ROBUR [sic] #N/A": ({ name }) => `†${name.toUpperCase()} [sic] #N/A`,
    "Fagaceae; 12a. Quercus Robur L. p. 63": (s) =>
      withAuthor(s, `${s.above["family"] ?? "Fagaceae"}; 12a. ${heading(s.name)}`)?.concat(" p. 63"),
    "OTU_12 quercus_robur 0.99": ({ name }) => `OTU_12 ${name.toLowerCase().replace(" ", "_")} 0.99`,
    "&lt;i&gt;Quercus robbur&lt;/i&gt;": ({ genus, epithet }, { random, sampler }) => {
      if (epithet.length < 7) return undefined;
      const wrong = misspelt(epithet, random);
      return sampler.isAbsent(`${genus} ${wrong}`) && wrong !== epithet
        ? `&lt;i&gt;${genus} ${wrong}&lt;/i&gt; (wfo-0000292858)`
        : undefined;
    },
    "Quercus\u00a0Robur L. in Smith 1999: 63 [K000123456]": (s) =>
      withAuthor(s, `${s.genus}\u00a0${capital(s.epithet)}`)?.concat(" in Hollister 1953: 63 [K000123456]"),
  }),
  ...forms("afresh, combined", "species", "qualified", {
    "1) cf. QUERCUS ROBUR (TBC) #12": ({ name }) => `1) cf. ${name.toUpperCase()} (TBC) #12`,
    "&lt;i&gt;Quercus&lt;/i&gt; gr. &lt;i&gt;robur&lt;/i&gt;": ({ genus, epithet }) =>
      `&lt;i&gt;${genus}&lt;/i&gt; gr. &lt;i&gt;${epithet}&lt;/i&gt;`,
  }),
  ...forms("afresh, combined", "species", "genus", {
    "OTU_3 Quercus_sp1 0.98": ({ genus }) => `OTU_3 ${genus}_sp1 0.98`,
    "12. QUERCUS SP. NOV. A (larvae)": ({ genus }) => `12. ${genus.toUpperCase()} SP. NOV. A (larvae)`,
  }),
];

/** Forms that no rule was made for, thought up when those of `unseen-files.ts` had become known. */
export const AFRESH: readonly Form[] = [...LITERATURE, ...DATABASES, ...GARDENS, ...DAMAGED, ...COLUMNS, ...COMBINED];
