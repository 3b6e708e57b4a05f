/**
 * How is a parsed name written in standard form?
 *
 * Canonical name without markers, with markers and hybrid signs, stemmed, and the whole string.
 */
import { canonicalWord } from "../keys/canonical.ts";
import { stemEpithet } from "../keys/stem.ts";
import type { ParsedName } from "../parsed-name.ts";
import type { NameScan } from "../parts/name-context.ts";

/**
 * Fills `canonicalName`, `canonicalFull`, `canonicalStem`, `normalised` and `cardinality`.
 *
 * @param withCultivar the cultivar epithet is part of the canonical name (code of cultivated plants asked for).
 */
export function renderName(state: NameScan, withCultivar: boolean): void {
  const name = state.name;
  const notho = name.notho;
  let simple: string;
  let full: string;
  let stem: string;
  let cardinality = 1;
  let whole: string;
  if (name.candidatus) full = "Candidatus ";
  else full = "";
  if (state.endsInfrageneric) {
    const genus = canonicalWord(name.uninomial ?? "");
    const infrageneric = canonicalWord(name.infragenericEpithet ?? "");
    name.genus = name.uninomial;
    name.uninomial = undefined;
    simple = infrageneric;
    stem = infrageneric;
    full = `${genus} ${state.infragenericMarker ?? "subgen."} ${infrageneric}`;
    whole = full;
  } else if (name.uninomial !== undefined) {
    simple = canonicalWord(name.uninomial);
    stem = simple;
    if (state.suprageneric !== undefined) full = `${canonicalWord(state.suprageneric)} `;
    if (state.infragenericMarker !== undefined) full += `${state.infragenericMarker} `;
    full += notho.length > 0 ? `× ${simple}` : simple;
    if (state.graftChimera) full = `+ ${full}`;
    whole = full;
  } else {
    simple = canonicalWord(name.genus ?? "");
    stem = simple;
    full += notho.length > 0 && notho.includes("genus") ? `× ${simple}` : simple;
    if (state.graftChimera) full = `+ ${full}`;
    // The whole differs from the full canonical name by the subgenus only.
    const subgenus = name.infragenericEpithet;
    const genusLength = full.length;
    const determined = !state.approximate || qualifiesInfraspecific(name);
    if (name.specificEpithet !== undefined && determined) {
      cardinality++;
      const epithet = canonicalWord(name.specificEpithet);
      simple = `${simple} ${epithet}`;
      stem = `${stem} ${stemEpithet(epithet)}`;
      const sign = notho.length > 0 && notho.includes("specificEpithet") ? "× " : "";
      full = `${full} ${sign}${epithet}`;
      // After "cf." before the specific epithet nothing further is determined.
      if (!state.approximate && !(state.comparison && comparesSpecies(name))) {
        for (const part of name.infraspecifics) {
          cardinality++;
          const infra = canonicalWord(part.epithet);
          simple = `${simple} ${infra}`;
          stem = `${stem} ${stemEpithet(infra)}`;
          const marked = part.rankMarker === undefined ? infra : `${part.rankMarker} ${infra}`;
          full = `${full} ${marked}`;
        }
      }
    }
    whole = subgenus === undefined ? full : `${full.slice(0, genusLength)} (${subgenus})${full.slice(genusLength)}`;
  }
  if (withCultivar && name.cultivarEpithet !== undefined) {
    cardinality++;
    const cultivar = ` ‘${name.cultivarEpithet}’`;
    simple += cultivar;
    full += cultivar;
    stem += cultivar;
    whole += cultivar;
  }
  name.canonicalName = simple;
  name.canonicalFull = full;
  name.canonicalStem = stem;
  name.cardinality = state.approximate ? 0 : cardinality;
  name.normalised = name.authorship === undefined ? whole : `${whole} ${name.authorship}`;
}

function comparesSpecies(name: ParsedName): boolean {
  for (const qualifier of name.qualifiers)
    if (qualifier.qualifies === "specificEpithet" && qualifier.term === "cf.") return true;
  return false;
}

function qualifiesInfraspecific(name: ParsedName): boolean {
  for (const qualifier of name.qualifiers)
    if (qualifier.qualifies === "specificEpithet" && qualifier.term !== "cf.") return false;
  return true;
}

/** Fills the standard forms of a hybrid formula from its parents. */
export function renderFormula(name: ParsedName, sign: "×" | "+"): void {
  // "Arthopyrenia hyalospora ×": the other parent is not known.
  const open = name.hybridParents.length === 1 ? ` ${sign}` : "";
  const join = (part: (parent: ParsedName) => string | undefined): string =>
    name.hybridParents.map((parent) => part(parent) ?? "").join(` ${sign} `) + open;
  name.canonicalName = join((parent) => parent.canonicalName);
  name.canonicalFull = join((parent) => parent.canonicalFull);
  name.canonicalStem = join((parent) => parent.canonicalStem);
  name.normalised = join((parent) => parent.normalised);
  name.cardinality = 0;
}
