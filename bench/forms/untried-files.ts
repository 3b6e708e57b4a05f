/**
 * The same of files: markup of pages and papers, programs, spreadsheets, sequences, damaged characters, field notes in other
 * languages.
 */
import { type Form, forms } from "./form.ts";

const MARKUP: readonly Form[] = [
  ...forms("markup, untried", "species", "same", {
    "**Quercus robur** L.": ({ name, genus, epithet, author }, { random }) =>
      random
        .pick([
          `**${name}** ${author}`,
          `_${name}_ ${author}`,
          `*${genus}* *${epithet}* ${author}`,
          `***${name}***`,
          `~~${name}~~`,
          `\`${name}\``,
          `__${name}__ ${author}`,
        ])
        .trim(),
    "- [ ] Quercus robur": ({ name }, { random }) =>
      `${random.pick(["- [ ] ", "- [x] ", "# ", "## ", "> ", "* *", "1. **", "| ", "- "])}${name}`,
    "<li><i>Quercus robur</i> L.</li>": ({ name, author }, { random }) =>
      random.pick([
        `<li><i>${name}</i> ${author}</li>`,
        `<td>${name}</td>`,
        `<a href="/wiki/${name.replace(" ", "_")}" title="x">${name}</a>`,
        `<font face="Arial"><i>${name}</i></font>`,
        `<italic>${name}</italic> ${author}`,
        `<tp:taxon-name>${name}</tp:taxon-name>`,
        `<h3>${name}</h3>`,
        `<i>${name}</i> <small>${author || "L."}</small>`,
        `<i>${name}</i><sup>1</sup>`,
      ]),
    "Quercus&#32;robur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus}&#32;${epithet}`,
        `&laquo;${genus} ${epithet}&raquo;`,
        `${genus}&ensp;${epithet}`,
        `${genus} ${epithet}&dagger;`,
        `&#8220;${genus} ${epithet}&#8221;`,
        `${genus} ${epithet}&hellip;`,
        `${genus} ${epithet} &ndash; x`,
      ]),
    "\\emph{Quercus} \\emph{robur}": ({ genus, epithet, author }, { random }) =>
      random
        .pick([
          `\\emph{${genus}} \\emph{${epithet}}`,
          `{\\em ${genus} ${epithet}} ${author}`,
          `\\species{${genus} ${epithet}}`,
          `${genus}~${epithet}~${author}`,
          `{\\i ${genus} ${epithet}} ${author}`,
          `\\i ${genus} ${epithet}\\i0 ${author}`,
          `$\\mathit{${genus}\\ ${epithet}}$`,
          `\\textsc{${genus} ${epithet}}`,
        ])
        .trim(),
    "{{sp|Quercus robur}}": ({ name }, { random }) =>
      random.pick([
        `{{sp|${name}}}`,
        `[[File:${name}.jpg]]`,
        `[[${name}|oak]]`,
        `Category:${name}`,
        `File:${name} 01.jpg`,
        `${name} (plant)`,
        `{{italic|${name}}}`,
        `[[:Category:${name}]]`,
      ]),
    "Taxon(name='Quercus robur')": ({ name }, { random }) =>
      random.pick([
        `Taxon(name='${name}')`,
        `{"name": "${name}", "rank": "species"}`,
        `['${name}', 'L.']`,
        `("${name}", 12)`,
        `'${name}'),`,
        `"${name}": 12`,
        `"${name}"@la`,
        `"${name}"^^xsd:string`,
        `dwc:scientificName: ${name}`,
        `name: "${name}"`,
        `- name: ${name}`,
      ]),
    "?name=Quercus%20robur&rank=species": ({ genus, epithet }, { random }) =>
      random.pick([
        `?name=${genus}%20${epithet}&rank=species`,
        `${genus}+${epithet}`,
        `name=${genus}+${epithet}`,
        `https://example.org/search?q=${genus}+${epithet}`,
        `https://en.wikipedia.org/wiki/${genus}_${epithet}`,
        `/species/${genus}-${epithet}`,
        `${genus.toLowerCase()}-${epithet}.html`,
      ]),
  }),
];

const SHEETS: readonly Form[] = [
  ...forms("sheets, untried", "species", "same", {
    "X.Quercus.robur.": ({ genus, epithet }, { random }) =>
      random.pick([
        `X.${genus}.${epithet}.`,
        `X1.${genus}.${epithet}`,
        `${genus}.${epithet}.1`,
        `${genus}..${epithet}`,
        `${genus}.${epithet}.L.`,
        `${genus.toLowerCase()}.${epithet}`,
        `${genus}.${epithet}..L..`,
        `X.${genus}.${epithet}`,
      ]),
    "Quercus robur;#12": ({ name }, { random }) =>
      random.pick([
        `${name};#12`,
        `"""${name}"""`,
        `${name}"`,
        `=HYPERLINK("http://x.org","${name}")`,
        `${name} #REF!`,
        `${name} ©`,
        `'${name}`,
        `="${name}"&""`,
        `${name}	`,
        `${name} #NAME?`,
      ]),
    "Quercus robur x2, 3": ({ name }, { random }) =>
      `${name} ${random.pick(["x2", "(x3)", "2x", "+++", "++", "✔", "present", "(present)", "yes", "P/A: 1", "5%", "< 1 %"])}`,
    quercus_robur_fagaceae: ({ name, above }, { random }) => {
      const family = above["family"];
      if (family === undefined) return undefined;
      return random.pick([
        `${name.toLowerCase().replace(" ", "_")}_${family.toLowerCase()}`,
        `${name.replace(" ", "_")}_${family}`,
        `${name.replace(" ", "_").toUpperCase()}`,
        `${family}.${name.replace(" ", ".")}`,
        `${name} {${family}}`,
        `${name}@${family}`,
      ]);
    },
    "Quercus robur: comment": ({ name }, { random }) =>
      `${name}${random.pick([": see notes", " (see comments)", " - check spelling later", " [sampled]", " {new record}", " // ok", " (site 12)", " plot 3", ", dead", " !!!", " (first record)", " -> moved"])}`,
  }),
];

const SEQUENCES: readonly Form[] = [
  ...forms("sequences, untried", "species", "same", {
    Quercus_robur_voucher123: ({ name }, { random }) =>
      `${name.replace(" ", "_")}${random.pick(["_voucher123", "_BOLD:AAA1234", "_KY12345.1_UK_Kent", "__12", "_isolate_A1", "/1-658", "_haplotype3", "_COI-5P_GBMIN123", "_F_2", "_mtDNA"])}`,
    "BOLD:AAA1234 Quercus robur": ({ name }, { random }) =>
      random.pick([
        `BOLD:AAA1234 ${name}`,
        `${name} BOLD:AAA1234`,
        `BOLD:AAA1234|${name}`,
        `${name}|BOLD:AAA1234|COI-5P`,
        `MOTU_12|${name}|98.7`,
        `cluster12_${name.replace(" ", "_")}`,
        `sp|${name}`,
        `${name} [BOLD:ACE7234]`,
      ]),
    "Animalia(100);…;Quercus(98);Quercus_robur(97)": ({ name, genus, above }, { random }) => {
      const ranks = [above["kingdom"], above["phylum"], above["class"], above["order"], above["family"], genus].filter(
        (rank) => rank !== undefined,
      );
      const species = name.replace(" ", "_");
      return random.pick([
        `${ranks.map((rank) => `${rank}(100);`).join("")}${species}(98);`,
        `${ranks.join(";")};${species};`,
        `root;${ranks.join(";")};${name}`,
        `${ranks.join(",")},${species}`,
        `${ranks.join("|")}|${species}`,
        `${species}(98);`,
      ]);
    },
    "k:Plantae,g:Quercus,s:robur": ({ genus, epithet, above }, { random }) => {
      const family = above["family"] ?? "Fagaceae";
      return random.pick([
        `f:${family},g:${genus},s:${genus}_${epithet}`,
        `f_${family};g_${genus};s_${epithet}`,
        `family:${family}; genus:${genus}; species:${epithet}`,
        `f__${family}|g__${genus}|s__${genus}_${epithet}|t__SGB123`,
        `g__${genus}; s__${epithet}; 99%`,
        `[f]${family}[g]${genus}[s]${genus} ${epithet}`,
      ]);
    },
  }),
  ...forms("sequences, untried", "species", "genus", {
    "Quercus_unclassified(100)": ({ genus }, { random }) =>
      random.pick([
        `${genus}_unclassified(100)`,
        `${genus}_unclassified`,
        `unclassified_${genus}`,
        `${genus}_spp.`,
        `uncultured_${genus}`,
        `${genus}_sp_BOLD:AAA1234`,
        `${genus} sp. BOLD-2016`,
        `${genus}_sp._voucher_12`,
        `${genus} NA`,
        `${genus}_NA`,
      ]),
  }),
];

const LOOKALIKES: Readonly<Record<string, string>> = { i: "ı", a: "ɑ", g: "ɡ", s: "ſ", o: "օ", l: "ӏ", u: "ս" };
const SMALL_CAPITALS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."abcdefghijklmnoprstuvwyz"].map((letter, at) => [letter, [..."ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"][at]!]),
);

const CHARACTERS: readonly Form[] = [
  ...forms("characters, untried", "species", "same", {
    "Quercuſ robur (other scripts' letters)": ({ genus, epithet }, { random }) => {
      const at = random.below(epithet.length);
      const letter = LOOKALIKES[epithet.charAt(at)];
      return letter === undefined ? undefined : `${genus} ${epithet.slice(0, at)}${letter}${epithet.slice(at + 1)}`;
    },
    "Quercus robur (invisible signs)": ({ genus, epithet }, { random }) => {
      const sign = random.pick([
        "\u2063",
        "\u034f",
        "\ufe0f",
        "\u180e",
        "\u3164",
        "\u202a",
        "\u202c",
        "\u00ad",
        "\u200d",
      ]);
      return `${random.pick(["", sign])}${genus} ${epithet.slice(0, 3)}${sign}${epithet.slice(3)}${random.pick(["", sign])}`;
    },
    "Quercus rob-\\nur (odd hyphens)": ({ genus, epithet }, { random }) =>
      epithet.length < 6
        ? undefined
        : random.pick([
            `${genus} ${epithet.slice(0, 3)}\u2010\n${epithet.slice(3)}`,
            `${genus} ${epithet.slice(0, 3)}\u2011${epithet.slice(3)}`,
            `${genus} ${epithet.slice(0, 3)}\u00ac\n${epithet.slice(3)}`,
            `${genus} ${epithet.slice(0, 3)}= ${epithet.slice(3)}`,
            `${genus.slice(0, 3)}- ${genus.slice(3)} ${epithet}`,
            `${genus} ${epithet.slice(0, 3)}-\r\n  ${epithet.slice(3)}`,
          ]),
    "Qᴜᴇʀᴄᴜꜱ ʀᴏʙᴜʀ": ({ genus, epithet }) =>
      `${genus[0]}${[...`${genus.slice(1)} ${epithet}`].map((letter) => SMALL_CAPITALS[letter] ?? letter).join("")}`,
    "Ⓠⓤⓔⓡⓒⓤⓢ ⓡⓞⓑⓤⓡ": ({ name }) =>
      [...name]
        .map((letter) =>
          /[a-z]/.test(letter)
            ? String.fromCodePoint(0x24d0 + letter.charCodeAt(0) - 97)
            : /[A-Z]/.test(letter)
              ? String.fromCodePoint(0x24b6 + letter.charCodeAt(0) - 65)
              : letter,
        )
        .join(""),
    "Quercus –robur": ({ genus, epithet }, { random }) =>
      `${genus}${random.pick([" –", "- ", "_ ", " _", " - ", "—", "–", " . ", " ,", "’ ", "​ ", " ̶"])}${epithet}`,
  }),
];

const NOTES: readonly Form[] = [
  ...forms("field notes", "species", "same", {
    "Sciurus vulgaris, Jungtier (de)": ({ name }, { random }) =>
      `${name}${random.pick([", Jungtier", " (häufig)", ", Belegfoto", " - verlassenes Nest", " ♂ ad.", " (1 Männchen)", ", Totfund", " Gewölle", " singend", ", 2 Weibchen", " (Kot)"])}`,
    "Sciurus vulgaris, mâle (fr)": ({ name }, { random }) =>
      `${name}${random.pick([", mâle", " (peu fréquent)", " - fleurs", ", vu par M. Dupont", " (2 mâles, 1 femelle)", ", cadavre", " en fleur", " (semis)", " - jeune"])}`,
    "Sciurus vulgaris, macho (es, pt)": ({ name }, { random }) =>
      `${name}${random.pick([", macho", " (abundante)", " en flor", ", ejemplar joven", " (2 machos)", " - fêmea adulta", " (raro)", ", em flor", " muerto", " (cantando)", ", plântula"])}`,
    "Sciurus vulgaris, 2 экз. (ru)": ({ name }, { random }) =>
      `${name}${random.pick([", 2 экз.", " – обычен", " (единично)", " самка", ", взрослый", " (редко)", " – 1 самец"])}`,
    "Sciurus vulgaris 雄性 (zh, ja)": ({ name }, { random }) =>
      `${name}${random.pick([" 雄性", "（雌）", " 2頭", "、幼虫", " オス", " 3只", "（标本）", " 成虫", "。"])}`,
    "1 Ex. Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["1 Ex. ", "2 mâles de ", "3 ind. ", "2 экз. ", "1 ejemplar de ", "2頭 ", "ein ", "1 ♂ ", "ca. 10 ", "un "])}${name}`,
  }),
  ...forms("field notes", "species", "qualified", {
    "Sciurus vulgaris, fraglich": ({ name }, { random }) =>
      `${name}${random.pick([" fraglich", " (unsicher)", " à confirmer", " (dét. incertaine)", " por confirmar", " a confirmar", " (под вопросом)", " (dudoso)", " nicht sicher", " (à vérifier)", " (incerto)"])}`,
    "wohl Sciurus vulgaris": ({ name }, { random }) =>
      `${random.pick(["wohl ", "wahrscheinlich ", "probablement ", "posiblemente ", "provavelmente ", "предположительно ", "疑似 ", "peut-être ", "quizás ", "forse "])}${name}`,
  }),
  ...forms("field notes", "species", "genus", {
    "Sciurus unbestimmt": ({ genus }, { random }) =>
      `${genus}${random.pick([" unbestimmt", " (Art?)", " non identifié", " sin identificar", " não identificado", " вид не определён", "属の一種", " 未定种", " sp. non déterminée", " sp. onbekend", " (juv., unbest.)"])}`,
  }),
];

export const FILES: readonly Form[] = [...MARKUP, ...SHEETS, ...SEQUENCES, ...CHARACTERS, ...NOTES];
