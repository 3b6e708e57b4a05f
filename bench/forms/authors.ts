/** Authors in every convention, glued, doubled, misspelt, or another's. */
import type { Random } from "../random.ts";
import { type Form, forms } from "./form.ts";
import type { Sample } from "./sample.ts";
import { misspelt, PEOPLE } from "./words.ts";

/** The name with another authorship; `undefined` when `change` finds nothing to change. */
function changed(sample: Sample, change: (author: string) => string | undefined): string | undefined {
  if (sample.author === "") return undefined;
  const author = change(sample.author);
  return author === undefined || author === sample.author ? undefined : `${sample.name} ${author}`;
}

/** One of the surnames of at least five letters with an error in it. */
function surnameMisspelt(author: string, random: Random): string | undefined {
  const names = author.match(/\p{Lu}\p{Ll}{4,}/gu);
  if (names === null) return undefined;
  const name = random.pick(names);
  return author.replace(name, misspelt(name, random));
}

const CONVENTIONS: Readonly<Record<string, Form["write"]>> = {
  "without brackets": (s) => changed(s, (author) => author.replace(/[()]/g, "")),
  "with brackets": (s) => changed(s, (author) => (author.includes("(") ? undefined : `(${author})`)),
  "et, and": (s, { random }) =>
    changed(s, (author) => author.replace(" & ", random.pick([" et ", " and ", " und ", " y ", "&", ", "]))),
  "L. as Linnaeus": (s, { random }) =>
    changed(s, (author) =>
      author.replace(
        /^(\(?)L\.(?=$|\))/,
        `$1${random.pick(["Linnaeus", "Linné", "Linn.", "L", "C. Linnaeus", "Lin.", "Linnaeus, 1753"])}`,
      ),
    ),
  "initials added": (s, { random }) =>
    changed(s, (author) => author.replace(/\p{Lu}\p{Ll}{3,}/u, `${random.pick(["J. ", "A.B.", "C.", "H.G. "])}$&`)),
  "initials spaced": (s) =>
    changed(s, (author) => (/\p{L}\.\p{L}/u.test(author) ? author.replace(/\.(?=\p{L})/gu, ". ") : undefined)),
  "full stops lost": (s) => changed(s, (author) => author.replaceAll(".", "")),
  "year lost": (s) => changed(s, (author) => author.replace(/,? \d{4}/, "")),
  "year added": (s) => changed(s, (author) => (/\d/.test(author) ? undefined : `${author}, 1899`)),
  "another year": (s) =>
    changed(s, (author) => author.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))),
  "year in brackets": (s) => changed(s, (author) => author.replace(/,? (\d{4})/, " ($1)")),
  "comma before year lost": (s) => changed(s, (author) => author.replace(/, (\d{4})/, " $1")),
  "ex added": (s, { random }) => changed(s, (author) => `${random.pick(PEOPLE)} ex ${author.replace(/^\(.*\) /, "")}`),
  "in added": (s, { random }) => changed(s, (author) => author.replace(/(?=,? \d{4}|$)/, ` in ${random.pick(PEOPLE)}`)),
  "work added": (s, { random }) =>
    changed(
      s,
      (author) =>
        `${author}${random.pick([", Sp. Pl. 2: 995", " Sp. Pl. 1: 20. 1753", " in Ann. Mus. 3: 1", ", Syst. Nat. ed. 10: 63"])}`,
    ),
  "et al.": (s) =>
    changed(s, (author) =>
      author.includes("&") || author.includes("(") ? undefined : author.replace(/(?=,? \d{4}|$)/, " et al."),
    ),
  misspelt: (s, { random }) => changed(s, (author) => surnameMisspelt(author, random)),
  capitals: (s) => changed(s, (author) => author.toUpperCase()),
  "small letters": (s) => changed(s, (author) => author.toLowerCase()),
  doubled: (s) => changed(s, (author) => `${author} ${author}`),
  "only the last": (s) => changed(s, (author) => author.replace(/^\(.*\) /, "").replace(/^.* & /, "")),
  "only the first": (s) =>
    changed(s, (author) => (author.includes(" & ") ? author.replace(/ & .*?(?=,? \d{4}|$)/, "") : undefined)),
  "another person": (s, { random }) => changed(s, () => random.pick(PEOPLE)),
  "another person in brackets": (s, { random }) => changed(s, () => `(${random.pick(PEOPLE)}) ${random.pick(PEOPLE)}`),
  "another person, year": (s, { random }) => changed(s, () => `${random.pick(PEOPLE)}, ${1800 + random.below(150)}`),
  "letters without dots": (s) => changed(s, (author) => author.normalize("NFD").replace(/\p{M}/gu, "")),
  "question mark": (s) => changed(s, (author) => `${author}?`),
};

export const AUTHORS: readonly Form[] = [
  ...forms("authors", "species", "same", CONVENTIONS),
  ...forms("authors", "species", "same", {
    "glued to the name": (s) => (s.author === "" || !/^\p{Lu}/u.test(s.author) ? undefined : s.name + s.author),
    "glued bracket": (s) => (s.author.startsWith("(") ? s.name + s.author : undefined),
    "glued behind": (s) => changed(s, (author) => (author.includes(" ") ? author.replaceAll(" ", "") : undefined)),
    "before the epithet": (s, { random }) =>
      `${s.genus} ${random.pick(["L.", "Mill.", "Linnaeus", "(L.) Mill.", "Smith, 1899"])} ${s.epithet}`,
    "before the epithet and behind": (s) => (s.author === "" ? undefined : `${s.genus} L. ${s.epithet} ${s.author}`),
  }),
  ...forms("authors", "infraspecific", "same", {
    "Abies alba Mill. var. nigra": (s, { random }) =>
      `${s.genus} ${s.epithet} ${random.pick(["L.", "Mill.", "(L.) Mill.", "Linnaeus, 1758"])} ${random.pick(["var.", "subsp.", "ssp.", "f.", "forma"])} ${s.last}`,
    "Abies alba var. nigra, another person": (s, { random }) =>
      `${s.genus} ${s.epithet} var. ${s.last} ${random.pick(PEOPLE)}`,
    "Abies alba subps. nigra": (s, { random }) =>
      `${s.genus} ${s.epithet} ${random.pick(["subps.", "ss.", "ss", "sbsp.", "supsp.", "for.", "v.", "varr.", "subssp.", "sp.", "Var.", "SUBSP.", "susp.", "subspec.", "forma", "fo.", "cv."])} ${s.last}`,
  }),
  ...forms("authors of genera", "genus", "same", {
    "another person": (s, { random }) => `${s.name} ${random.pick(PEOPLE)}`,
    "another person, year": (s, { random }) => `${s.name} ${random.pick(PEOPLE)}, ${1800 + random.below(150)}`,
    "another person in brackets": (s, { random }) => `${s.name} (${random.pick(PEOPLE)}) ${random.pick(PEOPLE)}`,
    misspelt: (s, { random }) => changed(s, (author) => surnameMisspelt(author, random)),
    "small letters": (s) => changed(s, (author) => author.toLowerCase()),
    capitals: (s) => changed(s, (author) => author.toUpperCase()),
  }),
  ...forms("authors decide between homonyms", "homonym", "same", {
    misspelt: (s, { random }) => changed(s, (author) => surnameMisspelt(author, random)),
    "small letters": (s) => changed(s, (author) => author.toLowerCase()),
    capitals: (s) => changed(s, (author) => author.toUpperCase()),
    "own column, small letters": ({ name, author }) => ({
      query: { scientificName: name, scientificNameAuthorship: author.toLowerCase() },
    }),
    "year lost": (s, { sampler }) =>
      sampler.isOnly(s, (author) => author.replace(/,?\s*\[?\d{4}.*$/, ""))
        ? changed(s, (author) => author.replace(/,? \d{4}/, ""))
        : undefined,
    "full stops lost": (s) => changed(s, (author) => author.replaceAll(".", "")),
    "initials spaced": (s) => changed(s, (author) => author.replace(/\.(?=\p{L})/gu, ". ")),
  }),
];
