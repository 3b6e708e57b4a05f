/** Damaged letters, and several of the other forms at once. The same. */
import { type Form, forms } from "../form.ts";
import { COLUMNS } from "./columns.ts";
import { HIGHER } from "./higher.ts";
import { NAMES } from "./names.ts";
import { AROUND } from "./notes.ts";
import { OPEN } from "./open.ts";
import { templates } from "./template.ts";

const LETTERS: readonly (readonly [string, readonly string[]])[] = [
  ["o", ["0"]],
  ["l", ["1", "|", "!"]],
  ["i", ["1", "!", "l"]],
  ["s", ["5", "$"]],
  ["g", ["9", "q"]],
  ["e", ["c"]],
  ["m", ["rn"]],
  ["d", ["cl"]],
  ["u", ["ii"]],
  ["n", ["ri"]],
  ["b", ["6"]],
  ["a", ["@", "4"]],
];

const SCANS: readonly Form[] = [
  ...forms("scans, novel", "species", "same", {
    "Quercus r0bur": ({ genus, epithet }, { random, sampler }) => {
      const places = [...epithet].flatMap((letter, at) => (at > 0 && LETTERS.some(([l]) => l === letter) ? [at] : []));
      if (places.length === 0) return undefined;
      const at = random.pick(places);
      const put = random.pick(LETTERS.find(([l]) => l === epithet[at])![1]);
      const word = epithet.slice(0, at) + put + epithet.slice(at + 1);
      // Another real name would be as good.
      return /^[a-z]+$/.test(word) && !sampler.isAbsent(`${genus} ${word}`) ? undefined : `${genus} ${word}`;
    },
    "Quer cusro bur": ({ genus, epithet }, { random }) =>
      random.pick([
        `${genus}${epithet[0]} ${epithet.slice(1)}`,
        `${genus.slice(0, -1)} ${genus.at(-1)}${epithet}`,
        `${genus.slice(0, 3)} ${genus.slice(3)}${epithet}`,
        `${genus.slice(0, 2)} ${genus.slice(2)} ${epithet.slice(0, 2)} ${epithet.slice(2)}`,
        `${genus} ${epithet.slice(0, -2)} ${epithet.slice(-2)}`,
        `${genus} ${[...epithet].join(" ")}`,
        `${[...genus].join(" ")} ${epithet}`,
        `${genus}${epithet.slice(0, 2)} ${epithet.slice(2)}`,
      ]),
    "QUÉRCUS ROBUR": ({ genus, epithet }, { random }) => {
      const vowel = /[aeiou]/.exec(epithet.slice(1));
      if (vowel === null) return undefined;
      const at = vowel.index + 1;
      const accented = `${epithet.slice(0, at + 1)}${random.pick(["\u0301", "\u0308", "\u0300", "\u0302", "\u0304"])}${epithet.slice(at + 1)}`;
      return random.pick([
        `${genus} ${accented}`,
        `${genus} ${accented}`.normalize("NFC"),
        `${genus} ${accented}`.toUpperCase().normalize("NFC"),
        `${genus} ${epithet.slice(0, at + 1)}'${epithet.slice(at + 1)}`,
        `${genus} ${epithet.slice(0, at + 1)}\`${epithet.slice(at + 1)}`,
      ]);
    },
  }),
];

const COMBINED: readonly Form[] = [
  ...templates("novel, combined", "species", "same", {
    "• Quercus robbur (l.) - Fagaceae": [
      "• $G $X - $F",
      '"$G↓ $X" - $F',
      "1.) $F: $G $X",
      "($F) $G $X⇧",
      "$O; $F; $G $X",
      "$F↑: $G↑ $X↑",
    ],
    "IMG_12_Quercus_robbur.jpg": [
      "IMG_12_$G_$X.jpg",
      "$G↓_$X.JPG",
      "$G-$X-001.png",
      "photos/$G_$X/01.jpg",
      "$G $X (2).jpg",
      "38942_$G_$X",
    ],
    "[Quercus robbur] L., 1753 – det. Smith": [
      "[$G $X] $A – det. Smith",
      "($G $X) $A",
      "$G $X: $A",
      "$G [$X]",
      "«$G $X» det. Smith 1999",
      "$G $X ($A) [sic]",
      "$G, $X, $A",
    ],
    "Quercus (Parcoraria) robbur": [
      "$G ($S) $X",
      "$G [$S] $X",
      "$G subg. $S $X $A",
      "$G↑ ($S↑) $X↑",
      "$Y ($S) $E",
      "$G↓ ($S↓) $X",
    ],
    "genus=QUERCUS, specificEpithet=Robbur": [
      { genus: "$G↑", specificEpithet: "$X⇧" },
      { genus: "$G↓", specificEpithet: "$X", scientificNameAuthorship: "$A↓" },
      { scientificName: "$X⇧", genus: "$G↓" },
      { scientificName: "NA", genus: "$G", specificEpithet: "$X" },
      { genus: "$G", species: "$G $X" },
      { scientificName: "$G $X", family: "$F↓", taxonRank: "Espèce" },
      { genus: "$Y", specificEpithet: "$E" },
      { scientificName: "$g. $X", genus: "$G" },
    ],
    "Quercuss Robur": [
      "$Y $E⇧",
      "$Y↑ $E↑",
      "$Y↓ $E $A↓",
      "$Y $E (juv.)",
      '"$Y $E"',
      "$Y_$E",
      "$F: $Y $E",
      "• $Y $E $A",
      "$Y $E, det. Smith",
      "larva of $Y $E",
      "$Y $E.jpg",
      "roble ($Y $E)",
    ],
    "larvae: quercus robbur": [
      "larvae: $G↓ $X",
      "adult $G $X",
      "juv. $G $X",
      "nombre científico: $G $X",
      "Stieleiche: $G $X",
      "$G $X (дуб)",
      "学名：$G $X",
      "HOLOTYPE $G $X",
      "$G $X USNM 123456",
      "$G $X, 300 m",
      "$G $X [CR]",
      "$G $X fide Smith 1999",
      "$G $X 2n=24",
      "$G $X (TSN 19405)",
    ],
    "<i>Quercus robbur</i>": [
      "<p><b>$G $X</b> $A</p>",
      "<i>$G</i> <i>$X</i>",
      "â€œ$G $Xâ€\u009d",
      "$G&#160;$X",
      "$GÂ $X",
      "*$G $X* $A",
      "&quot;$G $X&quot;",
      "\ufeff$G $X",
    ],
    "1. QUERCUS ROBUR L. (larva) [Peru]": [
      "1. $N↑ $A↑ (larva) [Peru]",
      "a) $N↓ $A↓, det. Smith",
      '"$F" - $G $E⇧ $A - juv.',
      "• $G↑ ($S↑) $E↑ $A - ad.",
      "[12] $F: $W, USNM 123456 (holotype)",
      "IMG_1 $F $G↓_$E det Kim.jpg",
      "$O > $F > $G $E⇧ ($A",
      "- <i>$G $E⇧</i> $A↑, 300 m",
      "$G $E⇧ ($S), roble",
      "1) $G↓ $E⇧ l. [sic] ♂",
      "$F↓; $N↓; roble",
    ],
  }),
  ...templates("novel, combined", "species", "qualified", {
    "• QUERCUS CF ROBBUR": [
      "• $G↑ CF $X↑",
      "cf. $G ($S) $X $A",
      "$G cfr. $X⇧",
      "($F) $G cf. $X",
      "$G $X⇧ auct. non L.",
      "$G $X group",
      "$G $X?",
      "?$G $X $A",
      "$G cf. $X (juv.)",
      "$G_cf_$X",
      "$G $X sensu $P",
      "$G↓ $X agg",
      "cf. $Y $E",
      "$G $X p.p.",
    ],
    "1) $F: CF. QUERCUS ROBUR (JUV.)": [
      "1) $F: cf. $N (juv.)",
      "$F↑: CF. $N↑ (JUV.)",
      "<i>$G</i> cf. <i>$E</i> $A, det. Smith",
      '"$G cf. $E" - $F',
      "[$G cf $E⇧] ad.",
      "$G ($S) cf. $E (larva)",
      "$O: $F: $N?",
      "- $N (?) leg. Kim",
      "$G Cf. $E⇧ Auct.",
      "$g. cf. $E ($N)".replace("$g. cf. $E (", "cf. ").replace(")", " [Peru]"),
    ],
  }),
  ...templates("novel, combined", "species", "genus", {
    "FAGACEAE: QUERCUS SP. (JUV.)": [
      "$F↑: $G↑ SP. (JUV.)",
      "1. $G ($S) sp. 2 [Peru]",
      "<i>$G</i> sp. n. 3",
      "$F; $G; sp.",
      "$G_sp_12.jpg",
      "• $G↓ Sp. ♀",
      "$F - $G spp. (larvae)",
      "larva of $G sp.",
      "nombre científico: $G sp.",
      '"$G sp.", det. Smith',
      "[$G] sp. 1 USNM 12",
      "$F $G indet. juv.",
      "$G ($S) aff. $E (juv.)",
      "$O: $F: $G n. sp. 1",
    ],
  }),
  ...templates("novel, combined", "species", "common", {
    "ABIES ALBA / A. NIGRA (JUV.)": [
      "$N↑ / $g. $b↑ (JUV.)",
      "$F: $N / $B",
      "1. $N or $b?",
      "<i>$N</i> x <i>$B</i> L.",
      "$N↓ x $b↓ (juv.)",
      "[$N/$B]",
      "$G cf. $E or $b",
      "$F $N x $b",
    ],
  }),
  ...templates("novel, combined", "infraspecific", "same", {
    "1. ABIES ALBA (SUBSP.) NIGRA, JUV.": [
      "1. $G↑ $E↑ SUBSP $L↑, JUV.",
      "$F: $G $E ssp. $L⇧",
      "<i>$G $E</i> var. <i>$L</i>",
      '"$G $E ssp $L" det. Smith',
      "$G↓_$E_ssp_$L.jpg",
      "• $G $E⇧ var. $L⇧ $A",
      "[$G $E $L] ad.",
      "$G ($S) $E ssp. $L",
      "$F; $G↓ $E↓ $L↓; roble",
      "larva of $G $E $L",
      "$G $E $P ssp $L [Peru]",
    ],
  }),
];

/** Forms that no rule was made for, thought up when those of `untried-columns.ts` had become known. */
export const NOVEL: readonly Form[] = [...NAMES, ...OPEN, ...AROUND, ...COLUMNS, ...HIGHER, ...SCANS, ...COMBINED];
