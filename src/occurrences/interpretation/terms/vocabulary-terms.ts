/**
 * Sex, life stage, establishment and type status: concepts of GBIF's vocabularies.
 *
 * After gbif/pipelines `VocabularyInterpreter`. Unknown values are reported; only unknown type statuses are flagged.
 * Other than at GBIF, type statuses are also separated by semicolons, and by commas where the whole is not understood.
 */
import type { Interpreter } from "../tools.ts";

const SUSPICIOUS = /\?|\b(possibl[ey]|potential|maybe|perhaps)\b/i;
const OF = /\s(?:of|for)\s/i;
/** Longest text that is taken for a name. */
const LONGEST_NAME = 100;

/** Sets one field by its vocabulary. */
export function interpretVocabularyTerm(
  term: "sex" | "lifeStage" | "establishmentMeans" | "degreeOfEstablishment" | "pathway",
): Interpreter {
  return (record, out, { dictionaries, unknown }) => {
    const value = record.value(term);
    if (value === undefined) return;
    out[term] = dictionaries[term].lookup(value);
    if (out[term] === undefined) unknown(term, value);
  };
}

/** Sets sex and lifeStage where only dynamicProperties tell them. Runs after their terms. */
export const interpretDynamicProperties: Interpreter = (record, out, { dictionaries }) => {
  const properties =
    out.sex === undefined || out.lifeStage === undefined ? record.value("dynamicProperties") : undefined;
  if (properties === undefined) return;
  const text = properties.toLowerCase();
  out.sex ??= sexIn(text, (word) => dictionaries.sex.lookup(word));
  out.lifeStage ??= lifeStageIn(text, (word) => dictionaries.lifeStage.lookup(word));
};

/** Sets typifiedName. */
export const interpretTypifiedName: Interpreter = (record, out) => {
  out.typifiedName = record.value("typifiedName") ?? typifiedName(record.value("typeStatus"));
};

/** Sets typeStatus. */
export const interpretTypeStatus: Interpreter = (record, out, { dictionaries, unknown }) => {
  const values = record.list("typeStatus", /[|;]/);
  if (values === undefined) return;
  const found = new Set<string>();
  for (const value of values) {
    const kind = (text: string) => dictionaries.typeStatus.lookup(text.split(OF)[0]!);
    const whole = kind(value);
    const parts = whole === undefined ? value.split(",").map((part) => kind(part.trim())) : [whole];
    for (const concept of parts) if (concept !== undefined) found.add(concept);
    if (parts.every((concept) => concept !== undefined)) continue;
    if (SUSPICIOUS.test(value)) out.flag("SUSPECTED_TYPE");
    else if (parts.every((concept) => concept === undefined)) {
      out.flag("TYPE_STATUS_INVALID");
      unknown("typeStatus", value);
    }
  }
  if (found.size > 0) out.typeStatus = [...found];
};

/** The name after "of": `"holotype of Cubincola trimera Urb."` → `"Cubincola trimera Urb."` */
function typifiedName(typeStatus: string | undefined): string | undefined {
  // Of several types the name of the first.
  const name = typeStatus === undefined ? undefined : /\sof\s+([^|;]*)/is.exec(typeStatus)?.[1]?.trim();
  if (name === undefined || name.length < 4 || name.length > LONGEST_NAME || /type$/i.test(name)) return undefined;
  return name;
}

/** `"sex: male; weight: 5 g"`, `{"sex":"female"}`, or a single bare word. */
function sexIn(text: string, lookup: (word: string) => string | undefined): string | undefined {
  const [, given, others = ""] = /\bsex["']?\s*[:=]\s*["']?([^"';,|}]+)((?:,[^,"';:=|}]+(?![:=\w]))*)/.exec(text) ?? [];
  if (given !== undefined) {
    const sex = lookup(given.trim());
    // "sex: male, female" is neither.
    const isOther = (word: string) => (lookup(word.trim()) ?? sex) !== sex;
    return others.split(",").some(isOther) ? undefined : sex;
  }
  const words = new Set([...text.matchAll(/\b(fe)?males?\b/g)].map(([, fe]) => (fe ? "female" : "male")));
  return words.size === 1 ? lookup([...words][0]!) : undefined;
}

function lifeStageIn(text: string, lookup: (word: string) => string | undefined): string | undefined {
  if (text.includes("determin")) return undefined;
  const given = /\b(?:life\s?stage|age\s?class|age)["']?\s*[:=]\s*["']?([^"';,|}]+)/.exec(text)?.[1]?.trim();
  if (given !== undefined) return lookup(given);
  const word = /\b(larvae?|juveniles?|adults?|nymphs?|pupae?|eggs?|subadults?|nestlings?|fledglings?)\b/.exec(
    text,
  )?.[1];
  return word === undefined ? undefined : lookup(word);
}
