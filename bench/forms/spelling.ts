/** Forms in which nothing but case, punctuation or what stands between words differs. */
import { type Form, forms } from "./form.ts";
import { capital, withAuthor } from "./words.ts";

const LIST_MARKS = ["1. ", "12) ", "(3) ", "- ", "* ", "• ", "a) ", "(I) ", "iv. ", "# ", "> ", "– ", "1 "];
const AROUND = [
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["‘", "’"],
  ["«", "»"],
  ["(", ")"],
  ["[", "]"],
  ["<", ">"],
  ["*", "*"],
  ["_", "_"],
  ["`", "`"],
] as const;

/** Case of any word. */
export const CASE: readonly Form[] = [
  ...forms("case", "species", "same", {
    "Quercus Robur": ({ genus, epithet }) => `${genus} ${capital(epithet)}`,
    "Quercus Robur L.": (s) => withAuthor(s, `${s.genus} ${capital(s.epithet)}`),
    "QUERCUS ROBUR": ({ name }) => name.toUpperCase(),
    "QUERCUS ROBUR L.": (s) => withAuthor(s, s.name.toUpperCase()),
    "SCIURUS VULGARIS LINNAEUS, 1758": (s) => withAuthor(s, s.name)?.toUpperCase(),
    "quercus robur": ({ name }) => name.toLowerCase(),
    "quercus robur L.": (s) => withAuthor(s, s.name.toLowerCase()),
    "sciurus vulgaris linnaeus, 1758": (s) => withAuthor(s, s.name)?.toLowerCase(),
    "QUERCUS robur": ({ genus, epithet }) => `${genus.toUpperCase()} ${epithet}`,
    "QUERCUS robur L.": (s) => withAuthor(s, `${s.genus.toUpperCase()} ${s.epithet}`),
    "Quercus ROBUR": ({ genus, epithet }) => `${genus} ${epithet.toUpperCase()}`,
    "Quercus ROBUR L.": (s) => withAuthor(s, `${s.genus} ${s.epithet.toUpperCase()}`),
    "quercus Robur": ({ genus, epithet }) => `${genus.toLowerCase()} ${capital(epithet)}`,
    "qUERCUS rOBUR": ({ genus, epithet }) =>
      `${genus[0]!.toLowerCase()}${genus.slice(1).toUpperCase()} ${epithet[0]}${epithet.slice(1).toUpperCase()}`,
  }),
  ...forms("case", "infraspecific", "same", {
    "Abies Alba Subsp. Alba": ({ genus, epithet, last }) => `${genus} ${capital(epithet)} Subsp. ${capital(last)}`,
    "Abies alba Nigra": ({ genus, epithet, last }) => `${genus} ${epithet} ${capital(last)}`,
    "Abies alba subsp. Nigra": ({ genus, epithet, last }) => `${genus} ${epithet} subsp. ${capital(last)}`,
    "ABIES ALBA SUBSP. NIGRA": ({ genus, epithet, last }) => `${genus} ${epithet} subsp. ${last}`.toUpperCase(),
    "abies alba nigra": ({ name }) => name.toLowerCase(),
    "Abies Alba Nigra": ({ genus, epithet, last }) => `${genus} ${capital(epithet)} ${capital(last)}`,
  }),
  ...forms("case", "genus", "same", {
    QUERCUS: ({ name }) => name.toUpperCase(),
    quercus: ({ name }) => name.toLowerCase(),
    "quercus L.": (s) => withAuthor(s, s.name.toLowerCase()),
    "QUERCUS LINNAEUS, 1758": (s) => withAuthor(s, s.name)?.toUpperCase(),
  }),
];

/** Marks around a name, before and behind it, between its words. */
export const MARKS: readonly Form[] = [
  ...forms("marks", "species", "same", {
    '"Quercus robur"': ({ name }, { random }) => {
      const [open, close] = random.pick(AROUND);
      return open + name + close;
    },
    '"Quercus robur L."': (s, { random }) => {
      const [open, close] = random.pick(AROUND);
      const name = withAuthor(s, s.name);
      return name === undefined ? undefined : open + name + close;
    },
    "1. Quercus robur": ({ name }, { random }) => random.pick(LIST_MARKS) + name,
    "1. Quercus robur L.": (s, { random }) => prefixed(random.pick(LIST_MARKS), withAuthor(s, s.name)),
    "Quercus robur,": ({ name }, { random }) => name + random.pick([",", ";", ".", ":", " .", " ,", " -", "/", "|"]),
    "Quercus robur L.;": (s, { random }) => suffixed(withAuthor(s, s.name), random.pick([",", ";", ":", " .", " -"])),
    "Quercus robur*": ({ name }, { random }) =>
      name + random.pick(["*", " *", "†", " †", "1", "¹", "#", "!", " 1)", "**"]),
    "†Quercus robur": ({ name }, { random }) => random.pick(["†", "† ", "*", "?", "? ", "‡", "+", "¿"]) + name,
    Quercus_robur: ({ name }) => name.replaceAll(" ", "_"),
    "Quercus.robur": ({ name }, { random }) => name.replaceAll(" ", random.pick([".", "+", "%20", "-", "·"])),
    "Quercus  robur": ({ name }, { random }) =>
      name.replaceAll(" ", random.pick(["  ", "\t", "\u00a0", "\u2003", " \u200b", "\r\n", "\u202f"])),
    "Quercus, robur": ({ genus, epithet }, { random }) =>
      genus + random.pick([", ", " - ", "; ", ": ", " . "]) + epithet,
    Quercusrobur: ({ genus, epithet }) => genus + epithet,
    QuercusRobur: ({ genus, epithet }) => genus + capital(epithet),
    "<i>Quercus robur</i> L.": (s, { random }) => {
      const [open, close] = random.pick([
        ["<i>", "</i>"],
        ["<em>", "</em>"],
        ["<b><i>", "</i></b>"],
        ["*", "*"],
        ["_", "_"],
        ["&lt;i&gt;", "&lt;/i&gt;"],
      ] as const);
      return withAuthor(s, open + s.name + close);
    },
    "Quercus robur, L.": (s) => (s.author === "" ? undefined : `${s.name}, ${s.author}`),
    "Quercus robur [L.]": (s, { random }) => {
      if (s.author === "" || s.author.includes("(")) return undefined;
      const [open, close] = random.pick([
        ["[", "]"],
        ["(", ")"],
        ["- ", ""],
        ["| ", ""],
        ["{", "}"],
      ] as const);
      return `${s.name} ${open}${s.author}${close}`;
    },
    "Quercus 'robur'": ({ genus, epithet }, { random }) => {
      const [open, close] = random.pick(AROUND.slice(0, 5));
      return `${genus} ${open}${epithet}${close}`;
    },
    "Quercus (robur)": ({ genus, epithet }) => `${genus} (${epithet})`,
  }),
  ...forms("marks", "infraspecific", "same", {
    "Abies alba, var. nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet}${random.pick([", ", " - ", " (", " / "])}${random.pick(["var. ", "subsp. ", "ssp. "])}${last}`,
    Abies_alba_nigra: ({ name }) => name.replaceAll(" ", "_"),
    "Abies alba var.nigra": ({ genus, epithet, last }, { random }) =>
      `${genus} ${epithet} ${random.pick(["var.", "subsp.", "ssp.", "f."])}${last}`,
  }),
  ...forms("marks", "genus", "same", {
    '"Quercus"': ({ name }, { random }) => {
      const [open, close] = random.pick(AROUND);
      return open + name + close;
    },
    "1. Quercus": ({ name }, { random }) => random.pick(LIST_MARKS) + name,
    "Quercus, L.": (s) => (s.author === "" ? undefined : `${s.name}, ${s.author}`),
  }),
];

function prefixed(mark: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : mark + name;
}

function suffixed(name: string | undefined, mark: string): string | undefined {
  return name === undefined ? undefined : name + mark;
}
