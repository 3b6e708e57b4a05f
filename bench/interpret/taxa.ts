// Measures: is the accepted species of a record the one that GBIF found, where the backbone has it as an accepted species?
// Corpus:   two GBIF downloads with the verbatim and the interpreted record side by side (../shared/data/pipeline/occurrence),
//           against the bundled backbone and a merged one of 38 checklists.
// Notes:    GBIF's are the backbones of 2015 and 2017. Counted apart: accepted species that the backbone takes for a
//           synonym or does not know (synonym, absent); names that GBIF knew and the backbone does not (nameAbsent); names
//           that both know, accepted as different species (otherOpinion). What is left is ours (matcher).
import { Answerer } from "../../src/answer/answerer.ts";
import { TaxonAnswers } from "../../src/answer/taxon-answers.ts";
import { loadDictionaries } from "../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../src/occurrences/interpretation/interpret.ts";
import { VerbatimRecord } from "../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../src/occurrences/interpretation/taxon-matcher.ts";
import { DEFAULT_OPTIONS } from "../../src/occurrences/interpretation/tools.ts";
import { BUNDLED, hasSource, imageOf, MERGED } from "../quality/images.ts";
import { goldenSets } from "./golden-sets.ts";

const sets = goldenSets();
if (sets === undefined) {
  console.log("skipped: ../shared/data/pipeline is not here");
  process.exit(0);
}
const KINGDOMS: Readonly<Record<string, string>> = { Animalia: "Metazoa", Plantae: "Viridiplantae" };

for (const [backbone, path] of Object.entries({ bundled: BUNDLED, merged: MERGED })) {
  if (!hasSource(path)) {
    console.log(`skipped: ${backbone}`);
    continue;
  }
  const image = await imageOf(path);
  const answerer = new Answerer(image, 0);
  const matchers = [matcherOf("bench", "bench", new TaxonAnswers(image))];
  const tools = {
    dictionaries: loadDictionaries(),
    matchers,
    taxa: new Taxa(matchers),
    options: DEFAULT_OPTIONS,
    now: Date.UTC(2026, 10, 29),
    unknown: () => {},
  };
  /** The status of an accepted species of GBIF's in this backbone. */
  const known = new Map<string, string>();
  const ask = (scientificName: string, kingdom: string) =>
    answerer.answer({ scientificName, kingdom: backbone === "bundled" ? (KINGDOMS[kingdom] ?? kingdom) : kingdom });
  const statusOf = (species: string, kingdom: string): string => {
    let status = known.get(species);
    if (status !== undefined) return status;
    const { usage, acceptedUsage, diagnostics } = ask(species, kingdom);
    const isThere = diagnostics.matchType === "EXACT" && usage !== undefined;
    status = !isThere ? "absent" : acceptedUsage !== undefined ? "synonym" : "accepted";
    known.set(species, status);
    return status;
  };
  for (const name of ["pontaurus", "lemurs"]) {
    const counts = { same: 0, nameAbsent: 0, otherOpinion: 0, matcher: 0, synonym: 0, absent: 0 };
    const apart = new Map<string, number>();
    for (const { verbatim, golden } of sets[name]!) {
      const wanted = golden["species"];
      if (!wanted) continue;
      const status = statusOf(wanted, golden["kingdom"] ?? "");
      if (status !== "accepted") {
        counts[status as "synonym" | "absent"]++;
        continue;
      }
      const out = interpretRecord(VerbatimRecord.of(verbatim), tools);
      if (out.species === wanted) counts.same++;
      else {
        const theirs = ask(golden["scientificName"]!, golden["kingdom"] ?? "");
        const why =
          theirs.diagnostics.matchType !== "EXACT"
            ? "nameAbsent"
            : theirs.usage?.key === out.taxonKey
              ? "otherOpinion"
              : "matcher";
        counts[why]++;
        const key = `${why} ${verbatim["scientificName"]} | ${verbatim["scientificNameAuthorship"] ?? ""} | ours ${out.matchType} ${out.scientificName} (${out.species ?? "no species"}) | GBIF ${golden["scientificName"]} (${wanted})`;
        apart.set(key, (apart.get(key) ?? 0) + 1);
      }
    }
    const has = counts.same + counts.nameAbsent + counts.otherOpinion + counts.matcher;
    const percent = (of: number) => `${counts.same} of ${of} = ${((100 * counts.same) / of).toFixed(1)} %`;
    console.log(
      `${backbone} ${name}: ${percent(has)}; of names that it has ${percent(has - counts.nameAbsent)}`,
      JSON.stringify(counts),
    );
    if (process.argv.includes("--examples"))
      for (const [what, count] of [...apart].sort((a, b) => b[1] - a[1])) console.log(`  ${count} ${what}`);
  }
}
