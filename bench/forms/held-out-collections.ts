/**
 * Forms thought up from what museums, herbaria, naturalists, scanned papers and gardens write, before any rule was made for
 * them: they tell whether the other forms were learnt by heart. Nothing may be mended for one of them alone.
 */
import type { Random } from "../random.ts";
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, withAuthor } from "./words.ts";

/** The family of a name with something made of both; `undefined` when the checklist gives no family. */
function withFamily(write: (family: string, sample: Sample, random: Random) => string | undefined): Form["write"] {
  return (sample, { random }) => {
    const { family } = sample.above;
    return family === undefined ? undefined : write(family, sample, random);
  };
}

const VERNACULAR = [
  "Common Oak",
  "Red-backed Shrike",
  "English oak",
  "Lesser Celandine",
  "Blue Tit",
  "Seven-spot ladybird",
];

export const MUSEUM: readonly Form[] = [
  ...forms("museum", "species", "same", {
    "Sciurus vulgaris L. [HOLOTYPE]": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["[HOLOTYPE]", "(PARATYPES)", "- Syntype", ", paratype", "[Lectotype]", "(neotype)", "COTYPE"])}`,
    "Sciuridae: Sciurus vulgaris": withFamily(
      (family, s, random) =>
        `${family}${random.pick([": ", " - ", ", ", " / ", "; "])}${withAuthor(s, s.name) ?? s.name}`,
    ),
    "Sciuridae Sciurus vulgaris": withFamily((family, { name }) => `${family} ${name}`),
    "SCIURIDAE Sciurus vulgaris": withFamily(
      (family, s) => `${family.toUpperCase()} ${withAuthor(s, s.name) ?? s.name}`,
    ),
    "Animalia > Sciuridae > Sciurus vulgaris": withFamily((family, { name, genus, above }, random) =>
      [above["kingdom"] ?? above["phylum"], family, genus, name]
        .filter((part) => part !== undefined)
        .join(random.pick([" > ", ">", " » ", " → ", " | ", " :: "])),
    ),
    "Sciurus vulgaris [sic]": ({ name }, { random }) =>
      `${name} ${random.pick(["[sic]", "(sic)", "[sic!]", "(sic!)", "[!]"])}`,
    "Sciurus vulgaris 3♂ 2♀": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["3♂ 2♀", "1 ♂", "♂♂", "2 males, 1 female", "(1♂, 4 juv.)", "2M 1F"])}`,
    "Sciurus vulgaris L. / det. A. Smith 1999": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["/ det. A. Smith 1999", "Det: Smith", "(identified by J. Doe)", "ID: R. Kim", "| id. Smith, 2004", "teste Müller", "fide Brown 1999", "verif. K. Ito"])}`,
    "Sciurus vulgaris [as Mus vulgaris]": (s, { random }) =>
      `${s.name} [${random.pick(["as", "orig.", "formerly", "ex", "labelled", "sub"])} Mus ${s.epithet}]`,
    "Sciurus [=Mus] vulgaris": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["[=Mus]", "(= Mus)", "[Mus]", "(ex Mus)", "[sic]"])} ${epithet}`,
    "vulgaris, Sciurus": ({ genus, epithet }, { random }) =>
      `${epithet}${random.pick([", ", " , ", " ("])}${genus}`.replace(/\((.*)$/, "($1)"),
    "vulgaris Linnaeus, 1758, Sciurus": (s) => (s.author === "" ? undefined : `${s.epithet} ${s.author}, ${s.genus}`),
    "12345 Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["12345", "NHMUK 1999.12.3", "MNHN-IM-2000-123", "ZMB 4411:", "00123 -", "Cat. no. 77,", "A/12"])} ${name}`,
    "Sciurus vulgaris, Spain": ({ name }, { random }) =>
      `${name}${random.pick([", Spain", " (Spain)", ", Alps, 1200 m", " - Java", " [Madeira]", ", N. Africa", " (Mt. Kenya)"])}`,
  }),
  ...forms("museum", "infraspecific", "same", {
    "Sciurus v. leucourus": ({ genus, epithet, last }) => `${genus} ${epithet[0]}. ${last}`,
    "S. v. leucourus, genus Sciurus": ({ genus, epithet, last }) => ({
      query: { scientificName: `${genus[0]}. ${epithet} ${last}`, genus },
    }),
    "Sciurus vulgaris race leucourus": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["race", "(race)", "r.", "subspecies", "variety", "(subsp.)", "- subsp.", "ssp:", "[var.]"])} ${last}`,
  }),
];

export const HERBARIUM: readonly Form[] = [
  ...forms("herbarium", "species", "same", {
    "Quercus robur L. (Fagaceae)": withFamily(
      (family, s, random) =>
        `${withAuthor(s, s.name) ?? s.name}${random.pick([` (${family})`, ` - ${family}`, ` [${family}]`, `, ${family}`, ` ${family}`, ` (${family.toUpperCase()})`, ` fam. ${family}`])}`,
    ),
    "Quercus robur L.!": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name}${random.pick(["!", " !", "! rev. Müller", " (!)", " vidi!", " !!"])}`,
    "Quercus robur L. fl. & fr.": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["(fl.)", "fl. & fr.", "in fruit", "(in flower)", "sterile", "fr. Aug.", "[fl., fr.]", "with fruits"])}`,
    "Quercus robur L., Smith s.n.": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name}${random.pick([", Smith s.n.", " (s.n.)", " - Smith & Jones 1234", ", leg. Smith s. n.", " [Kim 44]", ", coll. s.n."])}`,
    "Quercus robur L. ex herb. Müller": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["ex herb. Müller", "[herb. Kew]", "(Herb. Smith)", "hb. Linn.", "in herb. Smith"])}`,
    "Flora Hispanica: Quercus robur": (s, { random }) =>
      `${random.pick(["Flora Hispanica:", "Plantae Japonicae.", "Flora of Bavaria -", "Herbarium:", "Kew Herbarium /", "Det.:"])} ${s.name}`,
    "Quercus robur Linn. Sp. Pl. 995 (1753)": ({ name }, { random }) =>
      `${name} ${random.pick(["Linn. Sp. Pl. 995 (1753)", "L., Sp. Pl. 2: 995. 1753.", "Mill. Gard. Dict. ed. 8, no. 3. 1768", "Hook.f., Fl. Brit. Ind. 3: 12 (1880)"])}`,
    "× Quercus robur": ({ genus, epithet, name }, { random }) =>
      random.pick([`${genus} × ${epithet}`, `${genus} x ${epithet}`, `× ${name}`, `${genus} ×${epithet}`]),
    "Quercus robur L. 1753": (s, { random }) =>
      s.author === "" || /\d/.test(s.author)
        ? undefined
        : `${s.name} ${s.author}${random.pick([" 1753", ", 1753", " [1753]", " (1753)"])}`,
    "Quercus robur fo.": ({ name }, { random }) => ({
      query: {
        scientificName: name,
        taxonRank: random.pick(["sp", "SP.", "Sp. ", "species?", "especie", "вид", "种", "種"]),
      },
    }),
  }),
  ...forms("herbarium", "species", "atMost", {
    "Quercus robur L. var. ?": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["var. ?", "var.", "ssp. ?", "forma", "var. indet.", "subsp. nov.", "f.", "ssp. undet."])}`,
  }),
  ...forms("herbarium", "species", "qualified", {
    "? Quercus robur L.": (s, { random }) =>
      `${random.pick(["? ", "?", "(?) ", "cf. ", "Cf ", "prob. ", "Possibly ", "maybe "])}${withAuthor(s, s.name) ?? s.name}`,
    "Quercus ? robur L.": (s, { random }) =>
      `${s.genus} ${random.pick(["? ", "(?) ", "cf ", "(cf.) ", "[cf.] ", "cf.  ", "CF. "])}${s.epithet} ${s.author || "L."}`,
    "Quercus robur L. s.l.": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} ${random.pick(["s.l.", "s. lat.", "(s.l.)", "s.str.", "agg.", "coll.", "sens. lat.", "s. ampl."])}`,
  }),
];

export const NATURALISTS: readonly Form[] = [
  ...forms("naturalists", "species", "same", {
    "Common Oak (Quercus robur)": ({ name }, { random }) => `${random.pick(VERNACULAR)} (${name})`,
    "Common Oak - Quercus robur": ({ name }, { random }) =>
      `${random.pick(VERNACULAR)}${random.pick([" - ", " – ", ": ", " | ", ", ", " / "])}${name}`,
    "Common Oak Quercus robur": ({ name }, { random }) => `${random.pick(VERNACULAR)} ${name}`,
    "Oak, Common (Quercus robur L.)": (s) => `Oak, Common (${withAuthor(s, s.name) ?? s.name})`,
    "Quercus robur 🌳": ({ name }, { random }) =>
      random.pick([`${name} 🌳`, `✅ ${name}`, `🐦${name}`, `${name} ✔`, `☑ ${name}`, `${name} ⚠️`]),
    "#Quercus_robur": ({ name, genus, epithet }, { random }) =>
      random.pick([
        `#${name.replace(" ", "_")}`,
        `#${genus}${epithet}`,
        `#${genus}${capital(epithet)}`,
        `@${genus}_${epithet}`,
      ]),
    "…/taxa/56133-Quercus-robur": ({ name }, { random }) => {
      const [slug, under] = [name.replace(" ", "-"), name.replace(" ", "_")];
      return random.pick([
        `https://www.inaturalist.org/taxa/56133-${slug}`,
        `https://en.wikipedia.org/wiki/${under}`,
        `species.wikimedia.org/wiki/${under}`,
        `https://www.example.org/species/${slug.toLowerCase()}`,
      ]);
    },
    "3x Quercus robur": ({ name }, { random }) =>
      random.pick([
        `3x ${name}`,
        `${name} x3`,
        `${name} (3)`,
        `2 ${name}`,
        `${name} - 12`,
        `ca. 20 ${name}`,
        `${name}: 4`,
      ]),
    "Quercus robur :)": ({ name }, { random }) =>
      `${name}${random.pick([" :)", "!!!", "...", " - new for the site", " (RDB)", " NT", " [LC]", " ***", " (new record!)"])}`,
  }),
  ...forms("naturalists", "species", "qualified", {
    "maybe Quercus robur?": ({ name }, { random }) =>
      random.pick([
        `maybe ${name}`,
        `${name}??`,
        `possibly ${name}?`,
        `${name} (maybe)`,
        `${name} (prob.)`,
        `likely ${name}`,
        `${name}, probably`,
      ]),
  }),
  ...forms("naturalists", "species", "genus", {
    "oak sp. (Quercus sp.)": ({ genus }, { random }) =>
      random.pick([
        `oak sp. (${genus} sp.)`,
        `${genus} sp. (oaks)`,
        `${genus} species A`,
        `unidentified ${genus}`,
        `unknown ${genus} sp.`,
      ]),
    "Quercus sp. or spp.": ({ genus }, { random }) =>
      `${genus} ${random.pick(["sp/spp", "sp. or spp.", "sp(p).", "sp.(s)", "sps.", "ssp.?", "sp. 1 & 2", "sp. A/B", "sp-1"])}`,
  }),
  ...forms("naturalists", "genus", "same", {
    "Genus Quercus": ({ name }, { random }) =>
      `${random.pick(["Genus ", "genus ", "Genus: ", "Gattung ", "Género ", "Gênero ", "Genre "])}${name}`,
  }),
  ...forms("naturalists", "infraspecific", "same", {
    "ssp Sciurus vulgaris leucourus": ({ name }, { random }) =>
      `${random.pick(["Subspecies ", "ssp. ", "ssp ", "Variety ", "var. "])}${name}`,
  }),
];

const LIGATURES: Readonly<Record<string, string>> = { ff: "ﬀ", fi: "ﬁ", fl: "ﬂ", ae: "æ", oe: "œ", st: "ﬆ" };

export const SCANS: readonly Form[] = [
  ...forms("scans", "species", "same", {
    "Quercus ro-⏎bur": ({ genus, epithet }, { random }) => {
      const at = 2 + random.below(Math.max(1, epithet.length - 3));
      return `${genus} ${epithet.slice(0, at)}${random.pick(["-\n", "-\r\n", "- ", "¬\n", "\u00ad"])}${epithet.slice(at)}`;
    },
    "Quer-⏎cus robur L.": (s, { random }) => {
      const at = 2 + random.below(Math.max(1, s.genus.length - 3));
      const name = `${s.genus.slice(0, at)}${random.pick(["-\n", "-\r\n", "¬\n", "\u00ad"])}${s.genus.slice(at)} ${s.epithet}`;
      return withAuthor(s, name) ?? name;
    },
    "Q u e r c u s  r o b u r": ({ genus, epithet }, { random }) => {
      const apart = (word: string) => [...word].join(" ");
      return `${apart(genus)}${random.pick(["   ", "  "])}${apart(epithet)}`;
    },
    "ofﬁcinalis, cærulea": ({ name }) => {
      const written = name.replace(/(?<=\p{L})(?:ff|fi|fl|ae|oe|st)/u, (letters) => LIGATURES[letters]!);
      return written === name ? undefined : written;
    },
    "Quercus robur L. . . . . 45": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name}${random.pick([" . . . . . 45", "........ 45", ", 45, 67", " 45-47", "…… 112", "_____ 3"])}`,
    "Quercus robur LINN.": ({ name }, { random }) =>
      `${name} ${random.pick(["LINN.", "LINNÉ", "LINNAEUS", "Lɪɴɴ.", "LINNÆUS", "L i n n ."])}`,
    "Quercus⏎robur": ({ genus, epithet }, { random }) =>
      `${genus}${random.pick(["\n", "\n\n", "\r\n\t", "\f", " \n "])}${epithet}`,
    "Fig. 3. Quercus robur": ({ name }, { random }) =>
      `${random.pick(["Fig. 3. ", "Figs 1-4. ", "Plate II. ", "Table 2. ", "12. ", "§ 4. ", "Tab. IV, "])}${name}`,
    "Quercus robur, n. sp. (Pl. II)": ({ name }, { random }) =>
      `${name}${random.pick([", n. sp. (Pl. II)", " (figs. 1-3)", " [fig. 2]", ", Pl. 3, fig. 4", " (Table 1)", " sp. nov. Figs 1–3"])}`,
    "QuERCus robur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus.slice(0, 2)}${genus.slice(2).toUpperCase()} ${epithet}`,
        `${genus} ${epithet.slice(0, 3)}${epithet.slice(3).toUpperCase()}`,
      ]),
    "Quercus rõbur": ({ genus, epithet }, { random }) => {
      const marked = epithet.replace(
        /[aeiou]/,
        (letter) => letter + random.pick(["\u0301", "\u0300", "\u0308", "\u0306", "\u0304"]),
      );
      return marked === epithet ? undefined : `${genus} ${marked}`;
    },
  }),
];

export const GARDENS: readonly Form[] = [
  ...forms("gardens", "species", "qualified", {
    "Quercus robur 'Fastigiata'": ({ name }, { random }) =>
      `${name} ${random.pick(["'Fastigiata'", "‘Fastigiata’", "cv. Fastigiata", "cv. 'Fastigiata'", "'Golden Queen'", "(Fastigiata Group)", "“Fastigiata”"])}`,
    "QUERCUS ROBUR 'FASTIGIATA'": ({ name }) => `${name} 'Fastigiata'`.toUpperCase(),
    "Quercus robur L. 'Fastigiata' 3L": (s, { random }) =>
      `${withAuthor(s, s.name) ?? s.name} 'Fastigiata'${random.pick([" 3L", " (C3)", ", 150-200 cm", " - 10 seeds"])}`,
  }),
  ...forms("gardens", "species", "same", {
    "Quercus robur - 3L pot": ({ name }, { random }) =>
      `${name}${random.pick([" - 3L pot", " 10/12 cm", " (C3)", " 2L", " - seeds", " (10 seeds)", ", 150-200 cm", " 5 l", " P9", " HST 18-20"])}`,
    "Quercus robur NEW!": ({ name }, { random }) =>
      `${name}${random.pick([" NEW!", " ®", "™", " (PBR)", " - hardy", " (evergreen)", ", variegated form", " AGM", " (white)"])}`,
    "Quercus robur (formerly Q. pedunculata)": (s, { random }) =>
      `${s.name} ${random.pick(["(formerly", "(prev.", "(was", "[previously", "(now", "(aka"])} Xylaria polata)`,
    "Oak (Quercus robur)": ({ name }, { random }) =>
      `${random.pick(["Oak", "oaks", "Lily-of-the-valley", "Fern, Royal", "APPLE TREE"])} (${name})`,
  }),
];
