/**
 * A third set of forms thought up before any rule was made for them: what papers, checklists in PDF files, catalogues and
 * labels write. Nothing may be mended for one of them alone.
 */
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, withAuthor } from "./words.ts";

function whole(sample: Sample): string {
  return withAuthor(sample, sample.name) ?? sample.name;
}

/** "Linnaeus, 1758" → `["Linnaeus", "1758"]`; `undefined` when there is no year. */
function authorAndYear({ author }: Sample): [string, string] | undefined {
  const match = /^(\p{L}[^,()]*),? (\d{4})$/u.exec(author);
  return match === null ? undefined : [match[1]!.replace(/,$/, ""), match[2]!];
}

const AUTHORS: readonly Form[] = [
  ...forms("authors, afresh", "species", "same", {
    "Quercus robur L. in Linnaeus 1753": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        random.pick([" in Hollister 1953", " in Hollister, 1953", " in: Hollister & Quimby (1953)", " apud Hollister"]),
      ),
    "Sciurus vulgaris Linnaeus, 1758: 63": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        random.pick([
          ": 63",
          ": 63, fig. 2",
          ", p. 63",
          ", pl. 3, fig. 1a",
          ": 63-65",
          " p.p. 63",
          " [p. 63]",
          ": pl. III",
        ]),
      ),
    "Sciurus vulgaris: Linnaeus, 1758": (s, { random }) =>
      s.author === ""
        ? undefined
        : `${s.name}${random.pick([": ", " - ", " — ", ". ", "; ", " | ", " / "])}${s.author.replace(/^\(|\)/g, "")}`,
    "Sciurus vulgaris Linnaeus 1758b": (s, { random }) => {
      const parts = authorAndYear(s);
      if (parts === undefined) return undefined;
      const [author, year] = parts;
      return `${s.name} ${random.pick([`${author}, ${year}b`, `${author} ${year}a`, `${author}, ${year} [${Number(year) + 1}]`, `${author}, "${year}"`, `${author}, ${year} (${Number(year) - 1})`])}`;
    },
    "Sciurus vulgaris (Linnaeus 1758": (s, { random }) =>
      withAuthor(s, s.name) === undefined
        ? undefined
        : `${s.name} ${random.pick([`(${s.author.replace(/[()]/g, "")}`, `${s.author.replace(/[()]/g, "")})`, `((${s.author.replace(/[()]/g, "")}))`, `[(${s.author.replace(/[()]/g, "")})]`])}`,
    "Quercus robur L. L.": (s, { random }) =>
      s.author === "" ? undefined : `${s.name} ${s.author}${random.pick([" ", ", ", "; "])}${s.author}`,
    "Quercus robur [unknown author]": ({ name }, { random }) =>
      `${name} ${random.pick(["[unknown author]", "Author unknown", "(Anonymous)", "Anon.", "auct. unknown", "(?)", "n/a", "-", "?, 1900", "sine auct."])}`,
    "Quercus robur L. comb. ined.": (s, { random }) =>
      `${whole(s)}${random.pick([" comb. ined.", ", nom. nov.", " stat. et comb. nov.", " comb. & stat. nov.", " gen. & comb. nov.", ", syn. nov.", " (comb. inval.)", " nom. rej. prop.", " n. comb.", " [nom. cons.]", " nomen dubium", " (nomen nudum)"])}`,
    "Quercus robur sensu lato L.": (s) => withAuthor(s, `${s.name} sensu lato`),
    "Quercus robur (L.) [sic]": (s, { random }) =>
      random.pick([
        `${whole(s)} (sic)`,
        `${s.name} (sic!)`,
        `${s.name} sic`,
        `${s.genus} ${s.epithet}[sic!]`,
        `${whole(s)} sic!`,
      ]),
  }),
];

const PRINTED: readonly Form[] = [
  ...forms("printed pages", "species", "same", {
    "Quercus robur1,2": ({ name }, { random }) =>
      `${name}${random.pick(["1", "2,3", "a", "¹²", "1)", "[3]", "(a)", "*1", "§", "12"])}`,
    "† Quercus robur L. †": (s, { random }) =>
      random.pick([
        `† ${whole(s)}`,
        `${whole(s)} †`,
        `‡${s.name}`,
        `${s.genus} †${s.epithet}`,
        `*†${s.name}`,
        `${s.name} (†)`,
      ]),
    "Quercus robur . . . . . . L.": (s) =>
      withAuthor(s, s.name) === undefined ? undefined : `${s.name} . . . . . . . ${s.author}`,
    "12a. Quercus robur L. – 45": (s, { random }) =>
      random.pick([
        `12a. ${whole(s)} – 45`,
        `3.1.4 ${whole(s)} ... 12`,
        `(12) ${whole(s)} [45]`,
        `§ 12 ${whole(s)}`,
        `No. 12 — ${whole(s)}`,
      ]),
    "Quercus ro bur": ({ genus, epithet }, { random, sampler }) => {
      if (epithet.length < 7) return undefined;
      const at = 3 + random.below(epithet.length - 6);
      const name = `${genus} ${epithet.slice(0, at)} ${epithet.slice(at)}`;
      return sampler.isAbsent(`${genus} ${epithet.slice(0, at)}`) ? name : undefined;
    },
    "Q uercus robur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus[0]} ${genus.slice(1)} ${epithet}`,
        `${genus[0]}  ${genus.slice(1)} ${epithet}`,
        `${genus[0]}. ${genus.slice(1)} ${epithet}`,
      ]),
    "Quercus robur (soft hyphen, NBSP)": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus}\u00a0${epithet}`,
        `${genus} ${epithet.slice(0, 3)}\u00ad${epithet.slice(3)}`,
        `${genus}\u2009${epithet}`,
        `${genus} ${epithet.slice(0, 2)}\u200b${epithet.slice(2)}`,
        `\ufeff${genus} ${epithet}`,
        `${genus}\u202f${epithet}\u200e`,
        `${genus}\u2060 ${epithet}`,
      ]),
    "Quercus rob- ur": ({ genus, epithet }) =>
      epithet.length < 7 ? undefined : `${genus} ${epithet.slice(0, 4)}- ${epithet.slice(4)}`,
    "Quercus robur (L. 1753) Page 12 of 30": ({ name }, { random }) =>
      `${name} ${random.pick(["Page 12 of 30", "(continued)", "(cont.)", "Table 2", "[Plate 4]", "Figs 1-3", "(Fig. 2A–C)", "see p. 12", "Map 3", "(Tab. 4)"])}`,
    "QUERCUS ROBUR Quercus robur": ({ name }) => `${name.toUpperCase()} ${name}`,
    "Quercus robur L., 1753, Sp. Pl. 2: 995": (s, { random }) =>
      withAuthor(s, s.name)?.concat(
        random.pick([
          ", Sp. Pl. 2: 995. 1753",
          ", Syst. Nat. ed. 10: 63",
          " – Bull. Soc. Bot. France 12: 34",
          ", J. Nat. Hist. 4(2): 12",
          ", Zootaxa 1234: 5",
        ]),
      ),
  }),
  ...forms("printed pages", "infraspecific", "same", {
    "Abies alba sub species nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["sub species", "sub-sp.", "sub. sp.", "s.sp.", "subsp .", "sub-species", "(subsp.)", "[ssp.]", "– ssp."])} ${last}`,
    "Abies alba Unterart nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["Unterart", "ssp", "sous-espèce", "sottospecie", "podgatunek", "underart", "подвид", "Varietät", "variedad", "odm.", "varietà"])} ${last}`,
    "Abies alba nigra (ssp.)": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${last} ${random.pick(["(ssp.)", "ssp.", "[subspecies]", "(subsp.)", "(subspecies)"])}`,
    "Abies (alba) nigra": ({ genus, epithet, last }, { random }) =>
      random.pick([
        `${genus} (${epithet}) ${last}`,
        `${genus} ${epithet} (${last})`,
        `${genus} ${epithet}, ${last}`,
        `${genus} ${epithet} - ${last}`,
        `${genus} ${epithet}/${last}`,
      ]),
  }),
];

const OPEN: readonly Form[] = [
  ...forms("open, afresh", "species", "qualified", {
    "Quercus cf. aff. robur?": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus} cf. ${epithet}?`,
        `cf. ${genus} cf. ${epithet}`,
        `cf. ${genus} ${epithet} ?`,
        `${genus} cf ${epithet} (?)`,
        `${genus} cf.? ${epithet}`,
      ]),
    "Quercus robur (tentative)": ({ name }, { random }) =>
      `${name} ${random.pick(["(tentative)", "(ID uncertain)", "(uncertain)", "[doubtful]", "- to be confirmed", "(TBC)", "(probably)", "(needs verification)", "ID?", "(id. dub.)", "inc."])}`,
    "Quercus gr. robur": ({ genus, epithet }, { random }) =>
      `${genus} ${random.pick(["gr.", "group", "grp.", "ex gr.", "gr", "(gr.)", "sp. gr."])} ${epithet}`,
    "Quercus robur s.str.": (s, { random }) =>
      `${whole(s)} ${random.pick(["s.str.", "s. s.", "sens. str.", "(s.s.)", "sensu stricto", "s.st.", "sens.lat.", "(sensu lato)", "s.lat."])}`,
    "Quercus robur hort.": ({ name }, { random }) =>
      `${name} ${random.pick(["hort.", "Hort.", "hort. non L.", "auctt.", "auct.p.p.", "auct. mult.", "sensu auct.", "sensu auctt. non L."])}`,
  }),
  ...forms("open, afresh", "species", "genus", {
    "Quercus sp. nov. A": ({ genus }, { random }) =>
      `${genus} ${random.pick(["sp. nov. A", "n. sp. 3", "sp. n.", "new species 2", "sp.nov.", "undescribed sp.", "nova sp.", "sp. 'Smith'", 'sp. "large"', "sp. (large form)", "spec. nov. 2"])}`,
    "Quercus sp1": ({ genus }, { random }) =>
      `${genus} ${random.pick(["sp1", "sp.1", "sp-1", "sp_1", "Sp 1", "sp. #3", "sp. I", "sp. indet. 2", "sp. X", "species A", "sp. ind. 3", "sp.A", "taxon 3", "form B"])}`,
    "Quercus/Fagus-like: Quercus type": ({ genus }, { random }) =>
      `${genus} ${random.pick(["type", "-type", "tp.", "undiff.", "undifferentiated", "sp. type", "s.l. indet.", "gen. indet."])}`,
    "Quercus x sp.": ({ genus }, { random }) =>
      `${genus} ${random.pick(["x sp.", "hybrid", "hybrids", "hybr.", "cv.", "cultivars", "cvs.", "hort. hybrid", "× hybrids"])}`,
    "Quercus larvae": ({ genus }, { random }) =>
      `${genus} ${random.pick(["larvae", "(larva)", "juv.", "nymphs", "copepodites", "♀", "pupa", "sp. larvae", "eggs", "fragments", "seedlings"])}`,
  }),
];

/** What is determined is the genus, and that is what is said: first written as a variant of the open names. */
const GENERA: readonly Form[] = forms("open, afresh", "genus", "same", {
  "Quercus (genus)": ({ name }, { random }) =>
    `${name} ${random.pick(["(genus)", "[genus only]", "gen.", "genus", "(Gattung)"])}`,
});

export const LITERATURE: readonly Form[] = [...GENERA, ...AUTHORS, ...PRINTED, ...OPEN];

/** The word with a capital, for headings. */
export function heading(name: string): string {
  return name.split(" ").map(capital).join(" ");
}
