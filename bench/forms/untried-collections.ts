/**
 * A fourth set of forms thought up before any rule was made for them: what labels, herbaria, seed lists, zoos, fisheries and
 * authors of papers write. Nothing may be mended for one of them alone.
 */
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

const LABELS: readonly Form[] = [
  ...forms("labels, untried", "species", "same", {
    "Carabus (s. str.) granulatus": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["(s. str.)", "(s.str.)", "s. str.", "s.str.", "(s.l.)", "(sensu lato)", "(i. sp.)"])} ${epithet}`,
    "Carabus (s.str.) granulatus L.": (s, { random }) =>
      withAuthor(s, `${s.genus} ${random.pick(["(s. str.)", "(s.str.)", "s. str.", "(s. l.)"])} ${s.epithet}`),
    "CARABUS Linnaeus granulatus L.": (s, { random }) =>
      withAuthor(
        s,
        `${s.genus.toUpperCase()} ${random.pick(["Hollister", "Tschudi, 1834", "Quimby, 1901"])} ${s.epithet}`,
      ),
    "Carabus granulatus, 3 Expl.": ({ name }, { random }) =>
      `${name}${random.pick([", 3 Expl.", " 2 exx.", ", 4 Stück", " - 5 Stk.", " (3 spms)", ", 12 specs.", " 2 Ex.", " 1 spm", ", zahlreich"])}`,
    "coll. Müller: Carabus granulatus": ({ name }, { random }) =>
      `${random.pick(["coll. Müller: ", "Coll. Kim - ", "ex coll. Silva: ", "Mus. Berol.: ", "Museum Paris: ", "Herb. Smith: ", "Herbarium Berolinense: ", "MHNG - "])}${name}`,
    "Carabus granulatus, coll. Müller": (s, { random }) =>
      `${whole(s)}${random.pick([", coll. Müller", " [coll. Kim]", " / Museum Paris", ", ex coll. Silva", " (Mus. Berol.)", " Coll. Smith 1999"])}`,
    "Carabus granulatus det. idem": (s, { random }) =>
      `${whole(s)} ${random.pick(["det. idem", "ipse det.", "(teste Smith)", "teste Kim 1999", "fide Smith", "(fide Kim, 1999)", "dtm. Müller", "auct. det."])}`,
    "Paratype No. 4 Carabus granulatus": (s, { random }) =>
      `${random.pick(["Paratype No. 4 ", "PARATYPE ♂ ", "Allotypus ", "Syntypes of ", "Cotype: ", "Paralectotype ", "Topotype "])}${whole(s)}`,
    "Carabus granulatus (paratype)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(paratype)", "- cotype", "[syntypes]", "ALLOTYPE", ", para-type", "topotypus", "(Typus!)", "typ."])}`,
    "Carabus granulatus 12-14.VII.98": ({ name }, { random }) =>
      `${name}${random.pick([" 12-14.VII.98", ", 3.vi.1998", " 7/1998", " - 1998", ", Juli 1998", " (3 juin 1998)", " 12.7.", " VII.1998"])}`,
    "Fam. Carabidae, Carabus granulatus": ({ name, above }, { random }) => {
      const family = above["family"] ?? "Carabidae";
      return random.pick([
        `Fam. ${family}, ${name}`,
        `Familie ${family}: ${name}`,
        `${name}; Familie ${family}`,
        `${name} (Fam.: ${family})`,
        `${name}, Family ${family}`,
        `${family.toUpperCase()} - ${name}`,
        `[${family}] ${name}`,
      ]);
    },
    "Genus: Carabus Species: granulatus": ({ genus, epithet, author }, { random }) =>
      random.pick([
        `Genus: ${genus} Species: ${epithet}`,
        `Genus ${genus}, species ${epithet}`,
        `Gen. ${genus} sp. ${epithet}`,
        `genus=${genus}; species=${epithet}`,
        `Gattung: ${genus}, Art: ${epithet}`,
        `Género ${genus}, especie ${epithet}`,
        `Genus: ${genus}; Species: ${epithet}; Author: ${author || "L."}`,
      ]),
    "granulatus L. (Carabus)": (s, { random }) =>
      withAuthor(s, s.epithet)?.concat(random.pick([` (${s.genus})`, ` [${s.genus}]`, `, ${s.genus}`])),
  }),
  ...forms("labels, untried", "infraspecific", "same", {
    "Abies alba Mill. nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["Hollister", "(Tschudi)", "Quimby, 1901"])} ${last}`,
    "Abies alba (ssp nigra)": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet}${random.pick([` (ssp ${last})`, ` (ssp. ${last})`, `, ssp: ${last}`, `; subsp. ${last}`, ` [subsp. ${last}]`, `, Subspecies ${last}`, `: ${last}`, `; ${last}`])}`,
    "Abies alba Ssp. Nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${capital(epithet)} ${random.pick(["Ssp.", "SSP", "Subsp", "SubSp.", "Var", "VAR."])} ${capital(last)}`,
    "Abies alba natio nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["natio", "morph", "race", "aberr.", "morpha", "rasse", "m.", "r."])} ${last}`,
    "nigra, Abies alba": ({ genus, epithet, last }, { random }) =>
      random.pick([
        `${last}, ${genus} ${epithet}`,
        `${last} (${genus} ${epithet})`,
        `${last}, ${genus} ${epithet} ssp.`,
      ]),
    "Abies (Pinus) alba nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} (${random.pick([genus, "Parcoraria", "s. str."])}) ${epithet} ${random.pick(["", "ssp. "])}${last}`,
  }),
];

const REMARKS_ON_NAMES: readonly Form[] = [
  ...forms("remarks on names", "species", "same", {
    "Quercus robur L. nom. cons. prop.": (s, { random }) =>
      `${whole(s)}${random.pick([" nom. cons. prop.", ", nom. utique rej.", " (nom. superfl.)", ", nom. illeg. superfl.", " orth. cons.", " (nomen oblitum)", ", nomen protectum", " nom. prov.", " [nom. inval., nom. nud.]", " typ. cons.", ", nom. subst."])}`,
    "Quercus robur L. stat. rev.": (s, { random }) =>
      `${whole(s)}${random.pick([" stat. rev.", ", comb. rev.", " sp. rev.", " (stat. nov.)", " comb. ined.", ", comb. superfl.", " stat. prom.", ", stat. rest.", " (revived status)", " bona sp.", " sp. propr."])}`,
    "Quercus robur L. ined.": (s, { random }) =>
      `${whole(s)}${random.pick([" ined.", ", in sched.", " (in litt.)", " pro sp.", " pro syn.", ", orth. var.", " orth. mut.", " [orth. err.]", " lapsus", " (err. typ.)", " in herb.", ", MS", " m.s."])}`,
    "Quercus robur L. emend. Smith": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        random.pick([
          " emend. Hollister",
          ", emend. Hollister 1999",
          " em. Hollister",
          " char. emend. Quimby",
          " emended by Quimby",
          " (emend. Quimby)",
        ]),
      ),
    "Quercus robur (preoccupied)": (s, { random }) =>
      `${whole(s)} ${random.pick(["(preoccupied)", "[junior homonym]", "(unavailable name)", "(invalid)", "- junior synonym", "[misspelling]", "(unjustified emendation)", "(type species)", "[replacement name]", "(original combination)"])}`,
    "Linnaeus, 1758: Quercus robur": (s, { random }) =>
      s.author === "" || s.author.startsWith("(")
        ? undefined
        : `${s.author}${random.pick([": ", " - ", " – "])}${s.name}`,
    "Quercus robur Linnaeus, I758": (s, { random }) => {
      const [, author, year] = /^(\p{L}[^,()]*),? (\d{4})$/u.exec(s.author) ?? [];
      if (author === undefined || year === undefined) return undefined;
      return `${s.name} ${author.replace(/,$/, "")}, ${random.pick([`I${year.slice(1)}`, `l${year.slice(1)}`, `'${year.slice(2)}`, `${year}?`, `ca. ${year}`, `${year}-${year.slice(2)}`, `${year}/1`, `${year.slice(0, 3)}O`])}`;
    },
    "Quercus robur <L.>": (s, { random }) =>
      s.author === ""
        ? undefined
        : `${s.name} ${random.pick([`<${s.author}>`, `{${s.author}}`, `by ${s.author}`, `Author: ${s.author}`, `Autor: ${s.author}`, `“${s.author}”`, `– (${s.author.replace(/[()]/g, "")})`, `_${s.author}_`])}`,
    "Quercus robur 1753, L.": (s, { random }) => {
      const [, author, year] = /^(\p{L}[^,()]*),? (\d{4})$/u.exec(s.author) ?? [];
      if (author === undefined || year === undefined) return undefined;
      const plain = author.replace(/,$/, "");
      return `${s.name} ${random.pick([`${year}, ${plain}`, `${year} ${plain}`, `(${year}) ${plain}`, `[${plain}, ${year}]`, `${plain}. ${year}.`, `${plain},${year}`, `${plain} -${year}-`])}`;
    },
  }),
  ...forms("remarks on names", "species", "qualified", {
    "Quercus an robur?": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["an", "forte", "forsan", "verisimiliter", "prob.", "possibly", "likely", "wohl", "maybe"])} ${epithet}${random.pick(["?", " ?", ""])}`,
    "an Quercus robur?": ({ name }, { random }) =>
      `${random.pick(["an ", "forsan ", "forte ", "ob ", "evtl. ", "perhaps ", "might be ", "looks like ", "possibly "])}${name}${random.pick(["?", ""])}`,
    "Quercus robur vel aff.": ({ name }, { random }) =>
      `${name} ${random.pick(["vel aff.", "vel. aff.", "vel prox.", "or similar", "s.lat.", "vel sim.", "oder ähnlich", "or near", "o afín", "(or close)"])}`,
    "Quercus robur misapplied": (s, { random }) =>
      `${s.name} ${random.pick(["misapplied", "(misapplied)", "auct. amer.", "auct. eur., non L.", "sensu auct. plur.", "sensu Flora Europaea", "sensu Hollister 1999, non L.", "auct. plur.", "of authors", "(of authors, not L.)"])}`,
  }),
];

const SEEDS_AND_ZOOS: readonly Form[] = [
  ...forms("seed lists, untried", "species", "same", {
    "123. Quercus robur L. XX-0-GOET-1234": (s, { random }) =>
      random.pick([
        `123. ${whole(s)} XX-0-GOET-1234`,
        `${s.name} DE-0-B-1234567`,
        `DE-1-BONN-12345 ${s.name}`,
        `${whole(s)} IPEN: XX-0-B-123`,
        `${s.name} 123-45-67-10`,
        `${whole(s)} (XX-0-HAL-2001)`,
      ]),
    "* Quercus robur L. [wild origin]": (s, { random }) =>
      `${random.pick(["", "* ", "W "])}${whole(s)} ${random.pick(["[wild origin]", "(W)", "(ex situ)", "- wild coll.", "(cult. in hort.)", "[G]", "(seed)", "wild, Spain 300 m", "sem.", "(bulbs)"])}`,
    "Quercus robur 45 g / 0.35 EUR": ({ name }, { random }) =>
      `${name} ${random.pick(["45 g / 0.35 EUR", "£4.50", "€ 12,-", "(12 left)", "pkt", "TKG 4.5", "$3.99 each", "20 Korn", "5,90 €"])}`,
  }),
  ...forms("seed lists, untried", "species", "genus", {
    "Quercus 'Fastigiata'": ({ genus }, { random }) =>
      `${genus} ${random.pick(["'Fastigiata'", "hybr. 'Fastigiata'", "hybrid 'Fastigiata'", "× hort. 'Koster'", "cv. 'Fastigiata'", "‘Golden Queen’", "(Fastigiata Group)", "sp. 'Koster'"])}`,
  }),
  ...forms("seed lists, untried", "species", "common", {
    "+ Abies alba + Abies nigra": (sample, { sampler, random }) => {
      const other = sampler.partner(sample, "genus");
      if (other === undefined) return undefined;
      const scientificName = random.pick([
        `${sample.name} + ${other.epithet}`,
        `${sample.name} + ${other.name}`,
        `${sample.name}(x)${other.name}`,
        `${sample.name} ♀ × ${other.name} ♂`,
        `(${sample.name}) × (${other.name})`,
        `${sample.name} X ${other.name}`,
        `${sample.name} and/or ${other.name}`,
        `${sample.name} und ${other.epithet}`,
      ]);
      return { query: { scientificName }, other };
    },
  }),
  ...forms("zoos", "species", "same", {
    "1.2.0 Sciurus vulgaris": ({ name }, { random }) =>
      random.pick([
        `1.2.0 ${name}`,
        `${name} 1.2.3`,
        `1,0 ${name}`,
        `0.0.5 ${name}`,
        `${name} (1.1)`,
        `2,1,4 ${name}`,
        `${name}, 1.0`,
      ]),
    "Squirrel, Red - Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["Squirrel, Eurasian Red - ", "SQUIRREL, RED / ", "Squirrel, red: ", "Red squirrel | ", "Ecureuil roux, "])}${name}`,
    "Sciurus vulgaris, house 3": ({ name }, { random }) =>
      `${name}${random.pick([", house 3", " (EEP)", " [ESB]", " - enclosure 12", " (breeding pair)", " ‘Oskar’ ♂", ", born 2010", " (on loan)"])}`,
  }),
  ...forms("zoos", "species", "atMost", {
    "Sciurus vulgaris ssp. (unknown)": ({ name }, { random }) =>
      `${name} ${random.pick(["ssp. (unknown)", "(subsp. unknown)", "ssp. ind.", "subsp. unbekannt", "ssp. not known", "ssp. undetermined", "(ssp.?)", "ssp. indet."])}`,
  }),
  ...forms("fisheries, untried", "species", "same", {
    "Gadus morhua Linnaeus, 1758 Atlantic cod": (s, { random }) =>
      `${whole(s)} ${random.pick(["Atlantic cod", "(Atlantic cod)", "- Atlantic cod", "; Atlantic cod", "[cod]", "/ cabillaud"])}`,
    "Atlantic cod, Gadus morhua": ({ name, above }, { random }) =>
      random.pick([
        `Atlantic cod, ${name}`,
        `Atlantic cod, ${name} (${above["family"] ?? "Gadidae"})`,
        `the Atlantic cod ${name}`,
        `Atlantic cod (${name}, ${above["family"] ?? "Gadidae"})`,
        `cod; ${name}; ${above["family"] ?? "Gadidae"}`,
        `The cod, ${name}`,
      ]),
    "Gadus morhua (SpecCode 69)": ({ name }, { random }) =>
      random.pick([
        `${name} (SpecCode 69)`,
        `${name} SpecCode=69`,
        `69 - ${name}`,
        `${name.replace(" ", "-")}.html`,
        `${name} (marine; freshwater)`,
        `${name} [ASFIS: COD]`,
        `${name} 0-200 m`,
      ]),
    "Sciurus vulgaris LC, decreasing": (s, { random }) =>
      `${whole(s)} ${random.pick(["[LC, decreasing]", "(Europe)", "RL-D: V", "(FFH II, IV)", "§§", "RL 3", "(VU; EU 28)", "– VU B2ab(iii)", "(NT in Spain)", "[CITES II]"])}`,
    "the European oak Quercus robur": ({ name }, { random }) =>
      `${random.pick(["the European oak ", "the oak ", "a species, ", "oaks of the species ", "the species ", "Specimens of ", "The oak, "])}${name}`,
    "Quercus robur or English oak": ({ name }, { random }) =>
      `${name} ${random.pick(["or English oak", "called oak", "aka English oak", "(oak, chêne, roble)", "a.k.a. oak", "known as oak", "also called common oak", "(vernacular: oak)"])}`,
  }),
];

const OPEN: readonly Form[] = [
  ...forms("open, untried", "species", "genus", {
    "Quercus species unknown": ({ genus }, { random }) =>
      `${genus} ${random.pick(["species unknown", "species not determined", "(unidentified species)", "unk.", "unkn. sp.", "ND", "not ID'd", "sp. inc.", "undetermined species", "unid."])}`,
    "Quercus ?sp.": ({ genus }, { random }) =>
      `${genus} ${random.pick(["?sp.", "sp.?", "sp. (?)", "sp(p).", "sp/spp", "sp.,", "sp..", "spp?", "?", "(sp.)", "[sp.]"])}`,
    "Quercus (non robur)": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["(non", "(not", "sp. (non", "(other than", "(excl."])} ${epithet})`,
    "Quercus non robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["non", "not", "nec", "sp. non", "excl.", "nicht"])} ${epithet}`,
    "2 Quercus spp.": ({ genus }, { random }) =>
      `${random.pick(["some ", "several ", "unid. ", "unknown ", "unidentified ", "undetermined ", "young "])}${genus}${random.pick([" spp.", " sp.", ""])}`,
    "Quercus sp. ex gr. robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick([`sp. near ${epithet}`, `sp. nr. ${epithet}`, `sp. aff. ${epithet}`, `sp. close to ${epithet}`, `n.sp. nr ${epithet}`, `near ${epithet}`, `nr ${epithet}`])}`,
    "Quercus n. det.": ({ genus }, { random }) =>
      `${genus} ${random.pick(["n. det.", "non det.", "n.d.", "no det.", "indet", "undet", "(indet.)", "ind.", "sin det.", "nondet.", "sp. n. det."])}`,
    "Quercus sp. JP-12 (leaf miner)": ({ genus }, { random }) =>
      `${genus} sp. ${random.pick(["JP-12 (leaf miner)", "1 (small, black)", "A sensu Smith", "“yellow stripe”", "nov. 'Kim'", "2 of Müller 1999", "(white flowers)", "'Mt. Foo'", "B (= sp. 4)"])}`,
  }),
];

export const COLLECTIONS: readonly Form[] = [...LABELS, ...REMARKS_ON_NAMES, ...SEEDS_AND_ZOOS, ...OPEN];
