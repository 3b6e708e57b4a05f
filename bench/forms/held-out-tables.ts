/**
 * Forms thought up from what spreadsheets in several languages and sequence databases write, before any rule was made for
 * them; and such forms combined. See `held-out-collections.ts`.
 */
import { type Form, forms } from "./form.ts";
import { GARDENS, HERBARIUM, MUSEUM, NATURALISTS, SCANS } from "./held-out-collections.ts";
import type { Sample } from "./sample.ts";
import { withError } from "./several.ts";
import { capital, withAuthor } from "./words.ts";

const CYRILLIC: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", o: "о", p: "р", x: "х", y: "у" };

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).replaceAll(" ", "\u3000");
}

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

const LANGUAGES: readonly Form[] = [
  ...forms("languages", "species", "same", {
    "Quercus robur (roble)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(roble)", "(nombre común: roble)", "- carvalho", ", Stiel-Eiche", "(chêne pédonculé)", "/ roble común", "(farnia)", "= Eiche"])}`,
    "Chêne pédonculé (Quercus robur L.)": (s, { random }) =>
      `${random.pick(["Chêne pédonculé", "Stieleiche", "Carvalho-alvarinho", "Roble común", "Дуб черешчатый", "Дуб", "ヨーロッパナラ", "夏栎"])} (${whole(s)})`,
    "夏栎 Quercus robur L.": (s, { random }) =>
      `${random.pick(["夏栎", "ヨーロッパナラ", "Дуб черешчатый", "졸참나무", "بلوط", "Δρυς"])} ${whole(s)}`,
    "Quercus robur L. 夏栎": (s, { random }) =>
      `${whole(s)}${random.pick([" 夏栎", "（夏栎）", " ヨーロッパナラ", " – дуб черешчатый", " (дуб)", " [졸참나무]", "・ナラ"])}`,
    "Ｑｕｅｒｃｕｓ　ｒｏｂｕｒ": ({ name }) => fullWidth(name),
    "Quеrcus rоbur (Cyrillic letters)": ({ name }, { random }) => {
      const written = [...name]
        .map((letter) => (random.fraction() < 0.4 ? (CYRILLIC[letter] ?? letter) : letter))
        .join("");
      return written === name ? undefined : written;
    },
    "especie: Quercus robur": ({ name }, { random }) =>
      `${random.pick(["especie: ", "Espécie: ", "Art: ", "Вид: ", "Species ", "學名：", "学名: ", "nombre científico: ", "espèce ", "Nome científico - "])}${name}`,
    "Quercus robur, rank вид": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick(["вид", "种", "種", "espécie", "Especie", "espèce", "Art", "soort", "gatunek", "tür"]),
      },
    }),
    "Quercus robur, kingdom Plantas": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        kingdom: random.pick([
          "Reino",
          "Растения",
          "植物界",
          "動物",
          "organismos",
          "(sin datos)",
          "desconocido",
          "unbekannt",
        ]),
      },
    }),
    "Quercus robur, author Л.": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        scientificNameAuthorship: random.pick([
          "Л.",
          "desconocido",
          "林奈",
          "Линней, 1753",
          "unbekannt",
          "sin autor",
          "s/a",
          "(не указан)",
        ]),
      },
    }),
    "Quercus robur cultivado": (s, { random }) =>
      `${s.name} ${random.pick(["(cultivado)", "[cultivada]", "(exótica)", "- angepflanzt", "(juvenil)", "(adulto)", "larve", "Weibchen", "(hembra)", "macho", "личинка", "♀ ad."])}`,
    "Quercus robur, leg. García": (s, { random }) =>
      `${s.name}${random.pick([", leg. García", " (det.: Иванов)", " Det. por J. Pérez", " - leg./det. Müller", " bestimmt von Kim", " ident. Silva 2004", " (rec. Nováková)"])}`,
  }),
  ...forms("languages", "species", "genus", {
    "Quercus sp. (no identificado)": ({ genus }, { random }) =>
      `${genus} ${random.pick(["sp. (no identificado)", "indeterminado", "sp. não identificada", "sp. 1種", "sp.（一种）", "spec. (unbestimmt)", "indéterminé", "spp. (varios)", "sp. неопр.", "esp. 3"])}`,
    "género Quercus": ({ genus }, { random }) =>
      `${random.pick(["género", "Gattung", "genre", "род", "gênero"])} ${genus} sp.`,
  }),
  ...forms("languages", "species", "qualified", {
    "Quercus cf robur (¿?)": ({ name, genus, epithet }, { random }) =>
      random.pick([
        `${genus} cf ${epithet} (¿?)`,
        `¿${name}?`,
        `posible ${name}`,
        `${name} (?)`,
        `vermutlich ${name}`,
        `${name} (prov.)`,
      ]),
  }),
];

const SEQUENCES: readonly Form[] = [
  ...forms("sequences", "species", "same", {
    "Quercus robur isolate QR12": ({ name }, { random }) =>
      `${name} ${random.pick(["isolate QR12", "voucher NHM 123", "clone 3", "haplotype H1", "specimen BIOUG123", "ecotype Col-0", "breed X"])}`,
    "Quercus robur COI gene, partial cds": ({ name }, { random }) =>
      `${name} ${random.pick(["COI gene, partial cds", "16S ribosomal RNA gene, partial sequence", "mitochondrion, complete genome", "isolate A1 cytochrome b (cytb) gene", "internal transcribed spacer 1", "chromosome 3"])}`,
    ">AB123456.1 Quercus robur": ({ name }, { random }) =>
      `${random.pick([">AB123456.1 ", "AB123456 ", "NC_012345.1 ", "gi|12345|gb|AB123456.1| ", ">ABCD123-10|", "GCF_000001.1 "])}${name}`,
    Quercus_robur_AB123456: ({ name }, { random }) =>
      `${name.replace(" ", "_")}${random.pick(["_AB123456", "|AB123456", "_KX1234.1", "_voucher_12", "_COI", "_1", "_SRR12345"])}`,
    AB123456_Quercus_robur: ({ name }, { random }) =>
      `${random.pick(["AB123456_", "KX1234.1|", "12_", "MH123456.1_", ">seq1_"])}${name.replace(" ", "_")}`,
    "Quercus robur (taxid:38942)": ({ name }, { random }) =>
      `${name} ${random.pick(["(taxid:38942)", "[38942]", "NCBI:txid38942", "(taxid 38942)", "[taxid=38942]", "[TaxId: 38942]", "GBIF:2878688"])}`,
    "k__Plantae;g__Quercus;s__Quercus_robur": ({ name, genus, epithet, above }, { random }) => {
      const ranks = `k__${above["kingdom"] ?? ""};p__${above["phylum"] ?? ""};f__${above["family"] ?? ""};g__${genus};`;
      return random.pick([
        `${ranks}s__${name.replace(" ", "_")}`,
        `${ranks}s__${name}`,
        `s__${name.replace(" ", "_")}`,
        `g__${genus};s__${epithet}`,
        `${ranks} s__${epithet}`,
      ]);
    },
    "Quercus robur, species=robur L.": ({ genus, epithet, author }, { random }) => ({
      query: random.pick([
        { genus, specificEpithet: `${epithet} ${author || "L."}` },
        { genericName: genus, specificEpithet: epithet, infraspecificEpithet: random.pick(["-", "n/a", "", "NULL"]) },
        { genus: capital(genus.toLowerCase()), specificEpithet: ` ${epithet} `, taxonRank: "Species" },
        { scientificName: `${genus} ${epithet}`, specificEpithet: genus, genus: epithet },
      ]),
    }),
  }),
  ...forms("sequences", "species", "genus", {
    "uncultured Quercus sp.": ({ genus }, { random }) =>
      random.pick([
        `uncultured ${genus} sp.`,
        `uncultured ${genus}`,
        `${genus} environmental sample`,
        `${genus} sp. enrichment culture clone 12`,
        `unclassified ${genus}`,
        `${genus} sp. BIOUG12345-A01`,
      ]),
    "Quercus sp. JSM-2010": ({ genus }, { random }) =>
      `${genus} sp. ${random.pick(["JSM-2010", "1 JSM-2010", "'red'", "n. 4", "BOLD:AAA1234", "ex Pinus", "DNA12", "nr. 4", "(in: Bacteria)"])}`,
    "g__Quercus;s__": ({ genus, above }, { random }) =>
      random.pick([
        `f__${above["family"] ?? ""};g__${genus};s__`,
        `${genus} s__unidentified`,
        `g__${genus};s__unidentified`,
        `g__${genus};s__sp.`,
      ]),
  }),
  ...forms("sequences", "species", "qualified", {
    "Quercus cf. robur JSM-2010": ({ genus, epithet }, { random }) =>
      `${genus} cf. ${epithet} ${random.pick(["JSM-2010", "1", "BOLD:AAA1234", "A12", "isolate 4"])}`,
  }),
];

const COMBINED: readonly Form[] = [
  ...forms("held out, combined", "species", "same", {
    "1. FAGACEAE: Quercus Robur L. (juv.)": (s) =>
      s.above["family"] === undefined
        ? undefined
        : `1. ${s.above["family"].toUpperCase()}: ${withAuthor(s, `${s.genus} ${capital(s.epithet)}`) ?? `${s.genus} ${capital(s.epithet)}`} (juv.)`,
    "夏栎 Quercus Robur L.": (s) =>
      `夏栎 ${withAuthor(s, `${s.genus} ${capital(s.epithet)}`) ?? `${s.genus} ${capital(s.epithet)}`}`,
    '"QUERCUS ROBUR" - FAGACEAE': ({ name, above }) =>
      `"${name.toUpperCase()}" - ${(above["family"] ?? "Fagaceae").toUpperCase()}`,
    "quercus robur linn. (oak)": ({ name }, { random }) =>
      `${name.toLowerCase()} ${random.pick(["linn.", "l.", "mill."])} (oak)`,
    "Quercus robur L., 1753 [HOLOTYPE], Spain": (s) => `${whole(s)} [HOLOTYPE], Spain`,
    "Quercus robbur L. [HOLOTYPE]": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author} [HOLOTYPE]`.replace("  ", " "),
    ),
    "Common Oak (Quercus robbur)": withError((genus, epithet) => `Common Oak (${genus} ${epithet})`),
    Quercus_robbur_AB123456: withError((genus, epithet) => `${genus}_${epithet}_AB123456`),
    ">AB123456.1 Quercus robbur isolate 12": withError(
      (genus, epithet) => `>AB123456.1 ${genus} ${epithet} isolate 12`,
    ),
    "Quercus robbur (Fagaceae)": withError(
      (genus, epithet, { above }) => `${genus} ${epithet} (${above["family"] ?? "Fagaceae"})`,
    ),
    "Quercus robbur L., det. Smith 1999": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author}, det. Smith 1999`.replace(" ,", ","),
    ),
    "Quercus Robbur L. larva": withError((genus, epithet, { author }) =>
      `${genus} ${capital(epithet)} ${author} larva`.replace("  ", " "),
    ),
    "QUERCUS ROBBUR (ROBLE)": withError((genus, epithet) => `${genus} ${epithet} (roble)`.toUpperCase()),
    "quercus robbur ♀": withError((genus, epithet) => `${genus} ${epithet} ♀`.toLowerCase()),
    "Quercus robbur, rank вид, kingdom unknown": withError((genus, epithet) => ({
      query: { scientificName: `${genus} ${epithet}`, taxonRank: "вид", kingdom: "unknown" },
    })),
    "Quercus robbur L. ex herb. Müller": withError(
      (genus, epithet, { author }) => `${genus} ${epithet} ${author || "L."} ex herb. Müller`,
    ),
    "Fagaceae Quercus robbur": withError(
      (genus, epithet, { above }) => `${above["family"] ?? "Fagaceae"} ${genus} ${epithet}`,
    ),
  }),
  ...forms("held out, combined", "species", "qualified", {
    "Quercus cf. Robbur L., det. Smith 1999": withError((genus, epithet, { author }) =>
      `${genus} cf. ${capital(epithet)} ${author}, det. Smith 1999`.replace(" ,", ","),
    ),
    "Quercus Robur 'Fastigiata' 3L": ({ genus, epithet }) => `${genus} ${capital(epithet)} 'Fastigiata' 3L`,
    "1) ?Quercus robur L. (juv.)": (s) => `1) ?${whole(s)} (juv.)`,
    Quercus_cf_robur: ({ genus, epithet }, { random }) =>
      random.pick([`${genus}_cf_${epithet}`, `${genus}_cf._${epithet}`, `${genus}_cf_${epithet}_A12`]),
  }),
  ...forms("held out, combined", "species", "genus", {
    "QUERCUS SP. (ROBLE)": ({ genus }) => `${genus} sp. (roble)`.toUpperCase(),
    Quercus_sp_JSM2010: ({ genus }, { random }) =>
      `${genus}_sp${random.pick(["_JSM2010", ".", "_1", "._A", "_BOLD_AAA1234"])}`,
    "12. quercus sp. ♀ leg. Kim": ({ genus }) => `12. ${genus.toLowerCase()} sp. ♀ leg. Kim`,
    "Fagaceae: Quercus indet. (juv.)": ({ genus, above }) => `${above["family"] ?? "Fagaceae"}: ${genus} indet. (juv.)`,
  }),
  ...forms("held out, combined", "infraspecific", "same", {
    "ABIES ALBA SSP. NIGRA (JUV.)": ({ genus, epithet, last }) =>
      `${genus} ${epithet} ssp. ${last} (juv.)`.toUpperCase(),
    "Abies_alba_subsp._nigra": ({ genus, epithet, last }, { random }) =>
      `${genus}_${epithet}_${random.pick(["subsp._", "subsp_", "var._", "ssp_"])}${last}`,
    "Abies alba L. subsp. Nigra (Mill.) Foo [TYPE]": ({ genus, epithet, last, author }) =>
      `${genus} ${epithet} L. subsp. ${capital(last)} ${author} [TYPE]`.replace("  ", " "),
  }),
];

/** Forms that no rule was made for; see the first measurement of them in `results/forms-held-out-first.json`. */
export const HELD_OUT: readonly Form[] = [
  ...MUSEUM,
  ...HERBARIUM,
  ...NATURALISTS,
  ...SCANS,
  ...GARDENS,
  ...LANGUAGES,
  ...SEQUENCES,
  ...COMBINED,
];
