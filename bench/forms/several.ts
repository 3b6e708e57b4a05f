/** Two names in one cell, formulas, and several forms at once. */
import type { Random } from "../random.ts";
import { type Context, type Form, forms, type Written } from "./form.ts";
import type { Sample } from "./sample.ts";
import { capital, misspelt, withAuthor } from "./words.ts";

const BETWEEN = [" / ", "/", " -- ", "; ", " & ", " | ", " + ", " or ", " and ", ", ", " vs. ", " – ", "|", ";"];
const CROSSES = [" x ", " × ", " X ", " ×", " hybrid "];

function both(near: "genus" | "family", join: (a: Sample, b: Sample, random: Random) => string): Form["write"] {
  return (sample, { random, sampler }): Written | undefined => {
    const other = sampler.partner(sample, near);
    if (other === undefined) return undefined;
    return { query: { scientificName: join(sample, other, random) }, other };
  };
}

export const TWO_NAMES: readonly Form[] = [
  ...forms("two names", "species", "common", {
    "Abies alba / Abies nigra": both("genus", (a, b, random) => a.name + random.pick(BETWEEN) + b.name),
    "Abies alba / nigra": both(
      "genus",
      (a, b, random) => a.name + random.pick([" / ", "/", " or ", " -- ", " & ", " | ", " + ", " and "]) + b.epithet,
    ),
    "Abies alba L. / Abies nigra L.": both("genus", (a, b, random) =>
      [a, b].map((s) => withAuthor(s, s.name) ?? s.name).join(random.pick([" / ", "; ", " | ", " -- ", " + "])),
    ),
    "Abies alba / A. nigra": both(
      "genus",
      (a, b, random) => `${a.name}${random.pick([" / ", "; ", " | ", " & ", " or "])}${b.genus[0]}. ${b.epithet}`,
    ),
    "Abies alba / Pinus nigra": both("family", (a, b, random) => a.name + random.pick(BETWEEN) + b.name),
    "ABIES ALBA / ABIES NIGRA": both("genus", (a, b, random) =>
      (a.name + random.pick([" / ", "; ", " | ", " & "]) + b.name).toUpperCase(),
    ),
  }),
  ...forms("formulas", "species", "common", {
    "Abies alba x Abies nigra": both("genus", (a, b, random) => a.name + random.pick(CROSSES.slice(0, 3)) + b.name),
    "Abies alba x nigra": both("genus", (a, b, random) => a.name + random.pick(CROSSES.slice(0, 3)) + b.epithet),
    "Abies alba x A. nigra": both(
      "genus",
      (a, b, random) => `${a.name}${random.pick(CROSSES.slice(0, 3))}${b.genus[0]}. ${b.epithet}`,
    ),
    "Abies alba L. x Abies nigra L.": both("genus", (a, b) =>
      [a, b].map((s) => withAuthor(s, s.name) ?? s.name).join(" × "),
    ),
    "Abies alba x Pinus nigra": both("family", (a, b, random) => a.name + random.pick(CROSSES.slice(0, 3)) + b.name),
  }),
];

/** The name with an error that, in a name otherwise properly written, is seen through. */
function spoilt(sample: Sample, { random, sampler }: Context): { genus: string; epithet: string } | undefined {
  for (let tries = 0; tries < 5; tries++) {
    const epithet = misspelt(sample.epithet, random);
    if (epithet === sample.epithet || epithet.length < 4) continue;
    if (sampler.isFound(`${sample.genus} ${epithet}`, sample)) return { genus: sample.genus, epithet };
  }
  return undefined;
}

/** Writes a name with such an error; `undefined` for names that have none. */
export function withError(
  write: (genus: string, epithet: string, sample: Sample, random: Random) => string | Written,
): Form["write"] {
  return (sample, context) => {
    const found = spoilt(sample, context);
    return found === undefined ? undefined : write(found.genus, found.epithet, sample, context.random);
  };
}

/** As {@link withError}, in the last of three words. */
function withLastError(write: (last: string, sample: Sample, random: Random) => string): Form["write"] {
  return (sample, { random, sampler }) => {
    for (let tries = 0; tries < 5; tries++) {
      const last = misspelt(sample.last, random);
      if (last === sample.last || last.length < 5) continue;
      if (sampler.isFound(`${sample.genus} ${sample.epithet} ${last}`, sample)) return write(last, sample, random);
    }
    return undefined;
  };
}

const MARKERS = ["subsp.", "var.", "ssp.", "f.", "forma", "subsp"];

export const COMBINED: readonly Form[] = [
  ...forms("with a misspelling", "infraspecific", "same", {
    "Abies alba subsp. nigrra": withLastError(
      (last, { genus, epithet }, random) => `${genus} ${epithet} ${random.pick(MARKERS)} ${last}`,
    ),
    "Abies alba Mill. subsp. nigrra (L.) Foo": withLastError((last, { genus, epithet, author }, random) =>
      `${genus} ${epithet} L. ${random.pick(MARKERS)} ${last} ${author}`.trim(),
    ),
    "Abies alba nigrra juv.": withLastError((last, { genus, epithet }) => `${genus} ${epithet} ${last} juv.`),
    "ABIES ALBA SUBSP. NIGRRA": withLastError((last, { genus, epithet }) =>
      `${genus} ${epithet} subsp. ${last}`.toUpperCase(),
    ),
  }),
  ...forms("with a misspelling", "species", "same", {
    "Quercus Robbur": withError((genus, epithet) => `${genus} ${capital(epithet)}`),
    "Quercus Robbur L.": withError(
      (genus, epithet, s) => withAuthor(s, `${genus} ${capital(epithet)}`) ?? `${genus} ${capital(epithet)} L.`,
    ),
    "QUERCUS ROBBUR": withError((genus, epithet) => `${genus} ${epithet}`.toUpperCase()),
    "quercus robbur l.": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author}`.trim().toLowerCase(),
    ),
    Quercus_robbur: withError((genus, epithet) => `${genus}_${epithet}`),
    '1. "Quercus robbur"': withError(
      (genus, epithet, _, random) => `${random.pick(["1. ", "- ", "(2) ", ""])}"${genus} ${epithet}"`,
    ),
    "Quercus robbur L. juv.": withError((genus, epithet, { author }) =>
      `${genus} ${epithet} ${author} juv.`.replace("  ", " "),
    ),
    "Quercus robbur, rank xyz": withError((genus, epithet) => ({
      query: { scientificName: `${genus} ${epithet}`, taxonRank: "xyz" },
    })),
    "Quercus (Quercus) robbur": withError((genus, epithet) => `${genus} (${genus}) ${epithet}`),
  }),
  ...forms("with a misspelling", "species", "qualified", {
    "Quercus cf. Robbur": withError((genus, epithet) => `${genus} cf. ${capital(epithet)}`),
    "Quercus cf. robbur": withError((genus, epithet) => `${genus} cf. ${epithet}`),
    "Quercus robbur agg.": withError(
      (genus, epithet, _, random) => `${genus} ${epithet} ${random.pick(["agg.", "s.l.", "auct.", "p.p."])}`,
    ),
  }),
  ...forms("several at once", "species", "same", {
    '"QUERCUS_ROBUR"': ({ name }) => `"${name.toUpperCase().replace(" ", "_")}"`,
    "1. quercus robur l. juv.": ({ name, author }) => `1. ${name} ${author} juv.`.replace("  ", " ").toLowerCase(),
    "Quercus (Parcoraria) Robur L.": (s) => withAuthor(s, `${s.genus} (${s.genus}) ${capital(s.epithet)}`),
    "<i>Quercus Robur</i> L., rank genus": (s) => {
      const name = withAuthor(s, `<i>${s.genus} ${capital(s.epithet)}</i>`);
      return name === undefined ? undefined : { query: { scientificName: name, taxonRank: "genus" } };
    },
    "QUERCUS ROBUR, author l.": ({ name, author }) =>
      author === ""
        ? undefined
        : { query: { scientificName: name.toUpperCase(), scientificNameAuthorship: author.toLowerCase() } },
    "Quercus Robur (juv.), det. Smith": ({ genus, epithet }) => `${genus} ${capital(epithet)} (juv.), det. Smith`,
  }),
  ...forms("several at once", "species", "qualified", {
    "1. QUERCUS CF. ROBUR": ({ genus, epithet }) => `1. ${genus} cf. ${epithet}`.toUpperCase(),
    "Quercus (Quercus) cf. robur L.": (s) => withAuthor(s, `${s.genus} (${s.genus}) cf. ${s.epithet}`),
    "Quercus Robur Auct. Non L.": ({ genus, epithet }) => `${genus} ${capital(epithet)} Auct. Non Mill.`,
  }),
  ...forms("several at once", "species", "genus", {
    "1. QUERCUS SP. 2": ({ genus }) => `1. ${genus.toUpperCase()} SP. 2`,
    "Quercus L. sp.": ({ genus }, { random }) =>
      `${genus} ${random.pick(["L.", "Mill.", "Linnaeus, 1758"])} ${random.pick(["sp.", "spp.", "sp. 1", "indet."])}`,
    "Quercus sp. (juv.)": ({ genus }, { random }) =>
      `${genus} sp. ${random.pick(["(juv.)", "larvae", "♀", "det. Smith", "[sterile]"])}`,
    "Quercus sp., rank species": ({ genus }, { random }) => ({
      query: { scientificName: `${genus} ${random.pick(["sp.", "SP.", "indet."])}`, taxonRank: "species", genus },
    }),
  }),
];
