/**
 * Forms written as lists of templates, one of which is drawn for each name.
 *
 * `$N` name, `$W` name and authorship, `$G` genus, `$E` epithet, `$L` last of three words, `$A` authorship, `$F` family, `$O`
 * order, `$K` kingdom, `$g` the genus' first letter, `$B` another species of the genus, `$b` its epithet, `$X` the epithet and
 * `$Y` the genus misspelt, `$S` a genus that is none, `$P` somebody who named nothing here; behind a code `↑` is for capitals,
 * `↓` for small letters, `⇧` for a capital first letter.
 */
import type { MatchQuery } from "../../../src/taxonomy/match.ts";
import { type Context, type Form, forms, type Wanted, type Written } from "../form.ts";
import type { Sample, SampleKind } from "../sample.ts";
import { capital, misspelt, newGenus, PEOPLE, withAuthor } from "../words.ts";

/** A name string, or the columns of a row. */
export type Template = string | Readonly<Partial<Record<keyof MatchQuery, string>>>;

/** Forms of one kind, each with its templates. */
export function templates(
  kind: string,
  of: SampleKind,
  wants: Wanted,
  list: Readonly<Record<string, readonly Template[]>>,
): readonly Form[] {
  return forms(
    kind,
    of,
    wants,
    Object.fromEntries(Object.entries(list).map(([form, texts]) => [form, written(texts)])),
  );
}

function written(texts: readonly Template[]): Form["write"] {
  return (sample, context): Written | undefined => {
    const text = context.random.pick(texts);
    const values = new Map<string, string | undefined>();
    let other: Sample | undefined;
    const partner = () => {
      other ??= context.sampler.partner(sample, "genus");
      return other;
    };
    const valueFor = (code: string) => {
      if (!values.has(code)) values.set(code, value(code, sample, context, partner));
      return values.get(code);
    };
    const query: Record<string, string> = {};
    for (const [field, template] of Object.entries(typeof text === "string" ? { scientificName: text } : text)) {
      const filled = fill(template, valueFor);
      if (filled === undefined) return undefined;
      query[field] = filled;
    }
    return { query, other };
  };
}

function fill(template: string, valueFor: (code: string) => string | undefined): string | undefined {
  let lacks = false;
  const filled = template.replace(/\$([A-Za-z])([↑↓⇧]?)/g, (_, code: string, letters: string) => {
    const text = valueFor(code);
    if (text === undefined) lacks = true;
    const known = text ?? "";
    if (letters === "↑") return known.toUpperCase();
    if (letters === "↓") return known.toLowerCase();
    return letters === "⇧" ? capital(known) : known;
  });
  return lacks ? undefined : filled;
}

function value(code: string, sample: Sample, context: Context, partner: () => Sample | undefined): string | undefined {
  const { random } = context;
  switch (code) {
    case "N":
      return sample.name;
    case "W":
      return withAuthor(sample, sample.name);
    case "G":
      return sample.genus;
    case "E":
      return sample.epithet;
    case "L":
      return sample.last;
    case "A":
      return sample.author === "" ? undefined : sample.author;
    case "F":
      return sample.above["family"];
    case "O":
      return sample.above["order"];
    case "C":
      return sample.above["class"];
    case "K":
      return sample.above["kingdom"];
    case "g":
      return sample.genus.charAt(0);
    case "B":
      return partner()?.name;
    case "b":
      return partner()?.epithet;
    case "X":
      return found(sample, context, (word) => `${sample.genus} ${word}`, sample.epithet);
    case "Y":
      return found(sample, context, (word) => `${word} ${sample.epithet}`, sample.genus);
    case "S":
      return newGenus(random);
    case "P":
      return random.pick(PEOPLE);
    default:
      throw new Error(`templates have no code $${code}`);
  }
}

/** The word with an error that, in a name otherwise properly written, is seen through. */
function found(
  sample: Sample,
  { random, sampler }: Context,
  name: (word: string) => string,
  word: string,
): string | undefined {
  for (let tries = 0; tries < 5; tries++) {
    const spoilt = misspelt(word, random);
    if (spoilt !== word && spoilt.length >= 4 && sampler.isFound(name(spoilt), sample)) return spoilt;
  }
  return undefined;
}
