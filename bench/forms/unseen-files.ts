/**
 * The second set of forms thought up before any rule was made for them: leftovers of markup and programs, wrong encodings,
 * tables of papers, sequence files, other languages, columns; and such forms combined. See `unseen-lists.ts`.
 */
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { withError } from "./several.ts";
import { FIELD_TOOLS, LABELS, LAW, MEDICINE, TRADE } from "./unseen-lists.ts";
import { capital, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

const MARKUP: readonly Form[] = [
  ...forms("markup", "species", "same", {
    "<em>Quercus robur</em>&nbsp;L.": (s, { random }) =>
      random
        .pick([
          `<em>${s.name}</em>&nbsp;${s.author}`,
          `${s.genus}&nbsp;${s.epithet}`,
          `${s.genus}&#160;${s.epithet} ${s.author}`,
          `<span class="sciname">${s.name}</span> ${s.author}`,
          `<a href="/taxon/1">${s.name}</a>`,
          `${whole(s)}<br/>`,
          `<p>${whole(s)}</p>`,
          `&lt;i&gt;${s.name}&lt;/i&gt;`,
        ])
        .trim(),
    "[Quercus robur](https://…)": (s, { random }) =>
      random
        .pick([
          `[${s.name}](https://www.example.org/taxa/12)`,
          `**${s.name}** ${s.author}`,
          `***${s.name}***`,
          `- [ ] ${s.name}`,
          `- [x] ${whole(s)}`,
          `## ${s.name}`,
          `| ${s.name} |`,
          `> ${s.name}`,
        ])
        .trim(),
    "\\textit{Quercus robur} L.": (s, { random }) =>
      random
        .pick([
          `\\textit{${s.name}} ${s.author}`,
          `\\emph{${s.name}}`,
          `{\\it ${s.name}} ${s.author}`,
          `${s.genus}~${s.epithet}`,
          `\\textit{${s.genus}} \\textit{${s.epithet}}`,
          `$${s.genus}\\ ${s.epithet}$`,
        ])
        .trim(),
    '{"scientificName":"Quercus robur"}': (s, { random }) =>
      random.pick([
        `{"scientificName":"${s.name}"}`,
        `"name": "${s.name}",`,
        `["${s.name}"]`,
        `scientificName=${s.name}`,
        `['${s.name}']`,
        `taxon: ${whole(s)}`,
        `sciname: "${s.name}"`,
      ]),
    'Quercus robur,L.";': (s, { random }) =>
      random.pick([
        `${whole(s)}";`,
        `"${s.name},${s.author}"`,
        `${s.name}\t\t`,
        `${s.name},,,`,
        `${s.name};${s.author}`,
        `${s.genus};${s.epithet};${s.author}`,
        `${s.genus}\t${s.epithet}\t${s.author}`,
        `${s.genus}|${s.epithet}|${s.author}`,
      ]),
    "''[[Quercus robur]]'' L.": (s, { random }) =>
      random
        .pick([
          `''${s.name}''`,
          `[[${s.name}]]`,
          `[[${s.name}|oak]]`,
          `''[[${s.name}]]'' ${s.author}`,
          `'''''${s.name}''''' ${s.author}`,
          `* ''${s.name}''`,
        ])
        .trim(),
    "Quercus%20robur": (s, { random }) =>
      random.pick([
        `${s.genus}%20${s.epithet}`,
        `${s.genus}+${s.epithet}`,
        `${s.name.toLowerCase().replace(" ", "-")}`,
        `${s.genus}%2520${s.epithet}`,
        `?q=${s.genus}+${s.epithet}`,
        encodeURIComponent(whole(s)),
      ]),
    'c("Quercus robur")': ({ name }, { random }) =>
      random.pick([
        `c("${name}")`,
        `${name}\\n`,
        `'${name}',`,
        `b'${name}'`,
        `u"${name}"`,
        `${name}\\t`,
        `("${name}",)`,
        `\\"${name}\\"`,
      ]),
    '="Quercus robur"': (s, { random }) =>
      random.pick([
        `="${s.name}"`,
        `'${s.name}`,
        `=${s.name}`,
        `${s.name}_x000D_`,
        `#${s.name}`,
        `${whole(s)}_x000D_\n`,
      ]),
  }),
];

/** The bytes of UTF-8 read as if each was a letter of Latin-1. */
function mojibake(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function bold(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCodePoint(code >= 97 ? 0x1d41a + code - 97 : 0x1d400 + code - 65);
  });
}

const GREEK: Readonly<Record<string, string>> = {
  o: "ο",
  v: "ν",
  i: "ι",
  a: "α",
  u: "υ",
  A: "Α",
  E: "Ε",
  P: "Ρ",
  T: "Τ",
};

const ENCODINGS: readonly Form[] = [
  ...forms("encodings", "species", "same", {
    "Quercus robur MÃ¼ll.": (s) => (/[^ -~]/.test(s.author) ? `${s.name} ${mojibake(s.author)}` : undefined),
    "Quercus robur M?ll.": (s, { random }) =>
      /[^ -~]/.test(s.author)
        ? `${s.name} ${s.author.replace(/[^ -~]/g, random.pick(["?", "\ufffd", "", "_", "��"]))}`
        : undefined,
    "Quercus\u00a0robur\u200b": (s, { random }) =>
      random
        .pick([
          `${s.genus}\u00a0${s.epithet}\u00a0${s.author}`,
          `\ufeff${whole(s)}`,
          `${s.name}\u200b`,
          `${s.genus}\u200b ${s.epithet}`,
          `\u200e${s.name}\u200e`,
          `${s.genus}\u202f${s.epithet}`,
          `${s.genus}\u2009${s.epithet}`,
          `\u2068${s.name}\u2069`,
        ])
        .trim(),
    "𝐐𝐮𝐞𝐫𝐜𝐮𝐬 𝐫𝐨𝐛𝐮𝐫": ({ name }) => bold(name),
    "Quercus robur L.Â ": (s, { random }) =>
      random.pick([
        `${whole(s)}Â `,
        `Â ${s.name}`,
        `${s.genus}Â ${s.epithet}`,
        `${s.name} â€“ oak`,
        `â€œ${s.name}â€\u009d`,
        `${s.genus}Â\u00a0${s.epithet}`,
        `ï»¿${s.name}`,
      ]),
    "Quercus rοbur (Greek letters)": ({ name }, { random }) => {
      const written = [...name]
        .map((letter) => (random.fraction() < 0.3 ? (GREEK[letter] ?? letter) : letter))
        .join("");
      return written === name ? undefined : written;
    },
  }),
];

const PAPERS: readonly Form[] = [
  ...forms("tables of papers", "species", "same", {
    "Quercus robur . + 1 2 r": (s, { random }) =>
      `${s.name} ${random.pick([". + 1 2 r", "2.3 1.1 +", "+ + . 1", "- - x x", "r . . +", "V III . +", "● ○ ●"])}`,
    "Quercus robur 12 0.34 5.6": (s, { random }) =>
      `${s.name} ${random.pick(["12 0.34 5.6", "45%", "3 (12.5)", "1 1 0 1", "0,34 ± 0,02", "12/34", "<0.001"])}`,
    "Quercus r0bur": ({ genus, epithet }) => {
      const written = epithet.replace(/[ol]/, (letter) => (letter === "o" ? "0" : "1"));
      return written === epithet ? undefined : `${genus} ${written}`;
    },
    "Quercus robur a,b": ({ name }, { random }) =>
      `${name}${random.pick(["ᵃ", "^a", " (a)", " a,b", "1,2", "²", " a", "¹,²", "§", "[12]"])}`,
    "Quercus robur⏎Linnaeus, 1753⏎oak": (s, { random }) =>
      s.author === ""
        ? undefined
        : random.pick([`${s.name}\n${s.author}\nEnglish oak`, `${s.name}\n${s.author}`, `${s.name}\r\n(English oak)`]),
    "Scientific name: Quercus robur; Common name: oak": ({ name }, { random }) =>
      random.pick([
        `Scientific name: ${name}; Common name: oak`,
        `Nome popular: carvalho; Nome científico: ${name}`,
        `Common name: oak. Scientific name: ${name}`,
        `${name}; common name: oak`,
        `Name: ${name}, Family: Fagaceae`,
      ]),
  }),
];

const SEQUENCES: readonly Form[] = [
  ...forms("sequences", "species", "same", {
    "Eukaryota;…;Quercus;Quercus robur": ({ name, genus, above }, { random }) => {
      const parts = ["Eukaryota", above["phylum"] ?? "", above["family"] ?? "", genus];
      return random.pick([
        [...parts, name].join(";"),
        [...parts, name.replace(" ", "_")].join("|"),
        [...parts, `${name};`].join("; "),
        `D_4__${above["family"] ?? ""};D_5__${genus};D_6__${name}`,
      ]);
    },
    "tax=d:Plantae,g:Quercus,s:Quercus_robur;": ({ name, genus, above }, { random }) => {
      const text = `tax=d:${above["kingdom"] ?? "Eukaryota"},f:${above["family"] ?? ""},g:${genus},s:${name.replace(" ", "_")}`;
      return random.pick([`${text};`, text, `AB123;${text};`]);
    },
    "BIOUG123|Quercus robur|COI-5P": ({ name }, { random }) =>
      random.pick([
        `${name}|BOLD:AAA1234|COI-5P`,
        `BIOUG123|${name}|COI-5P`,
        `${name} BOLD:AAB1234`,
        `${name} (BIN: AAA1234)`,
        `${name}|COI-5P|MK123456`,
      ]),
    "PREDICTED: Quercus robur …": ({ name }, { random }) =>
      random.pick([
        `PREDICTED: ${name} heat shock protein (LOC123), mRNA`,
        `TPA: ${name} microsatellite`,
        `${name} voucher Kew:123 maturase K (matK) gene, partial cds; chloroplast`,
        `${name} genome assembly, chromosome: 3`,
        `[organism=${name}]`,
        `${name} 18S small subunit ribosomal RNA gene, partial sequence`,
      ]),
    "Quercus_robur(0.97)": ({ name, genus }, { random }) =>
      random.pick([
        `${name} (100)`,
        `${name.replace(" ", "_")}(0.97)`,
        `${genus}(100);${name}(98)`,
        `s:${name.replace(" ", "_")}(0.98)`,
      ]),
  }),
  ...forms("sequences", "species", "genus", {
    "Quercus OTU 12": ({ genus }, { random }) =>
      random.pick([
        `${genus} OTU 12`,
        `OTU_12_${genus}`,
        `ASV1 ${genus} sp.`,
        `${genus} BOLD:AAA1234`,
        `${genus}_sp_1`,
        `${genus} gen. 1`,
      ]),
    "Quercus n. sp. aff. robur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus} n. sp. aff. ${epithet}`,
        `${genus} (undetermined)`,
        `${genus} – undet.`,
        `${genus} sp. 'undescribed'`,
        `${genus} sp. (undescribed)`,
        `${genus} gen. et sp. indet.`,
      ]),
  }),
];

const LANGUAGES: readonly Form[] = [
  ...forms("other languages", "infraspecific", "same", {
    "Abies alba subespecie nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["subespecie", "sous-espèce", "Unterart", "подвид", "variedad", "sottospecie", "subespécie", "variedade", "Varietät", "ondersoort"])} ${last}`,
    "Abies alba, infraspecificEpithet=subsp. nigra": ({ genus, epithet, last }, { random }) => ({
      query: {
        genericName: genus,
        specificEpithet: epithet,
        infraspecificEpithet: `${random.pick(["subsp. ", "ssp ", "var.", "ssp. ", "f. ", "Subsp. "])}${last}`,
      },
    }),
  }),
  ...forms("other languages", "species", "same", {
    "Quercus robur (ver.: дуб)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(engl. oak)", "(dt. Eiche)", "(fr.: chêne)", "— рус. дуб", "(pop. carvalho)", "(V. encina)", "(n.v. roble)"])}`,
    "nominate Quercus robur": ({ name }, { random }) =>
      `${random.pick(["Especie: ", "Gatunek: ", "Druh: ", "Soort: ", "Laji: ", "Tür: ", "Faj: ", "Art. "])}${name}`,
  }),
];

const COLUMNS: readonly Form[] = [
  ...forms("columns, odd", "species", "same", {
    "family=Fagaceae Dumort.": (s, { random }) => {
      const { family } = s.above;
      if (family === undefined) return undefined;
      return {
        query: {
          scientificName: s.name,
          family: random.pick([
            `${family} Dumort.`,
            `Fam. ${family}`,
            `${family}?`,
            ` ${family} `,
            `${family.toLowerCase()}`,
            `${family} (part)`,
            `"${family}"`,
          ]),
        },
      };
    },
    "kingdom=P": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        kingdom: random.pick([
          "P?",
          "-",
          "Botany",
          "Zoology",
          "Vascular plants",
          "Birds",
          "n/a",
          "Flora",
          "Fauna",
          "Invertebrata",
        ]),
      },
    }),
    "genus=Quercus sp.": ({ name, genus }, { random }) => ({
      query: {
        scientificName: name,
        genus: random.pick([`${genus} sp.`, `${genus} L.`, `${genus}?`, `${genus} `, `cf. ${genus}`, `"${genus}"`]),
      },
    }),
    "species=Quercus robur L.": (s, { random }) => ({
      query: random.pick([
        { species: whole(s) },
        { species: s.name, genus: s.genus },
        { genus: s.genus, species: s.epithet },
        { genus: s.genus, species: capital(s.epithet) },
        { genericName: s.genus.toLowerCase(), specificEpithet: s.epithet },
      ]),
    }),
  }),
  ...forms("columns, odd", "species", "qualified", {
    "specificEpithet=cf. robur": ({ genus, epithet }, { random }) => ({
      query: random.pick([
        { genericName: genus, specificEpithet: `cf. ${epithet}` },
        { genus, specificEpithet: `cf ${epithet}` },
        { genus, specificEpithet: `${epithet}?` },
        { genericName: genus, specificEpithet: `? ${epithet}` },
        { genericName: `cf. ${genus}`, specificEpithet: epithet },
      ]),
    }),
  }),
  ...forms("columns, odd", "species", "genus", {
    "specificEpithet=sp.": ({ genus }, { random }) => ({
      query: {
        [random.pick(["genus", "genericName"])]: genus,
        specificEpithet: random.pick(["sp.", "sp", "spp.", "indet.", "sp. 1", "SP.", "undet.", "species"]),
      },
    }),
  }),
];

const COMBINED: readonly Form[] = [
  ...forms("unseen, combined", "species", "same", {
    "Quercus_robbur.jpg": withError((genus, epithet, _, random) =>
      random.pick([`${genus}_${epithet}.jpg`, `${genus} ${epithet} (1).JPG`]),
    ),
    "<i>Quercus robbur</i>&nbsp;L.": withError((genus, epithet, { author }) =>
      `<i>${genus} ${epithet}</i>&nbsp;${author}`.replace(/&nbsp;$/, ""),
    ),
    "Quercus robbur L. (cortex)": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author} (cortex)`.replace("  ", " "),
    ),
    "Quercus robbur LC": withError(
      (genus, epithet, _, random) => `${genus} ${epithet} ${random.pick(["LC", "(VU)", "[EN]", "- NT"])}`,
    ),
    "EN: Quercus robbur": withError((genus, epithet) => `EN: ${genus} ${epithet}`),
    "QUERCUS ROBBUR (OAK) BARK EXTRACT": withError((genus, epithet) =>
      `${genus} ${epithet} (oak) bark extract`.toUpperCase(),
    ),
    "Quercus robbur_English Oak": withError((genus, epithet) => `${genus} ${epithet}_English Oak`),
    "[Quercus robbur](https://…)": withError((genus, epithet) => `[${genus} ${epithet}](https://www.example.org/12)`),
    "Accepted name: Quercus Robbur": withError((genus, epithet) => `Accepted name: ${genus} ${capital(epithet)}`),
    "Eukaryota;…;Quercus robbur": withError(
      (genus, epithet, { above }) => `Eukaryota;${above["family"] ?? "Fagaceae"};${genus};${genus} ${epithet}`,
    ),
    "Quercus robbur 0.98": withError((genus, epithet) => `${genus} ${epithet} 0.98`),
    "Quercus robbur on Salix alba": withError((genus, epithet) => `${genus} ${epithet} on Salix alba`),
    "12) *QUERCUS ROBUR* [K000123456] LC": ({ name }) => `12) *${name.toUpperCase()}* [K000123456] LC`,
    "Quercus Robur&nbsp;L. (Fagaceae), det. Smith": (s) =>
      withAuthor(s, `${s.genus} ${capital(s.epithet)}&nbsp;`)?.concat(
        ` (${s.above["family"] ?? "Fagaceae"}), det. Smith`,
      ),
    "frozen QUERCUS ROBUR (COD) 12 kg": ({ name }) => `frozen ${name.toUpperCase()} (COD) 12 kg`,
    "Type of Quercus Robur L. [K000123456]": (s) =>
      `Type of ${whole({ ...s, name: `${s.genus} ${capital(s.epithet)}` })} [K000123456]`,
    "1.2 quercus robur (cortex) ♀ leg. Kim": ({ name }) => `1.2 ${name.toLowerCase()} (larva) leg. Kim`,
  }),
  ...forms("unseen, combined", "species", "qualified", {
    "<i>Quercus</i> cf. <i>robur</i>&nbsp;L. LC": (s) =>
      `<i>${s.genus}</i> cf. <i>${s.epithet}</i>&nbsp;${s.author || "L."} LC`,
    "EN: Quercus cf. robbur [K000123456]": withError((genus, epithet) => `EN: ${genus} cf. ${epithet} [K000123456]`),
    "Quercus Cf. Robur 0.98": ({ genus, epithet }) => `${genus} Cf. ${capital(epithet)} 0.98`,
  }),
  ...forms("unseen, combined", "species", "genus", {
    "<i>Quercus</i> sp. [K000123456]": ({ genus }) => `<i>${genus}</i> sp. [K000123456]`,
    "QUERCUS SPP. NEI (frozen)": ({ genus }) => `${genus.toUpperCase()} SPP. NEI (frozen)`,
    "Eukaryota;…;Quercus;Quercus sp.": ({ genus, above }) =>
      `Eukaryota;${above["family"] ?? "Fagaceae"};${genus};${genus} sp.`,
  }),
];

/** Forms that no rule was made for, thought up when those of `held-out-tables.ts` had become known. */
export const UNSEEN: readonly Form[] = [
  ...FIELD_TOOLS,
  ...LAW,
  ...TRADE,
  ...MEDICINE,
  ...LABELS,
  ...MARKUP,
  ...ENCODINGS,
  ...PAPERS,
  ...SEQUENCES,
  ...LANGUAGES,
  ...COLUMNS,
  ...COMBINED,
];
