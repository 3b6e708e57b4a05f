/**
 * A checklist of any size that looks like a real one.
 *
 * Real checklists of 8 million names are not free to ship, so one is grown from the bundled backbone, the same for the
 * same seed: its genus words and epithets, and more of their kind from a chain of letters trained on them (each letter
 * drawn by the three before, so near-duplicates are as frequent as in real words); its genus sizes, drawn and scaled;
 * its ways from kingdom to family; its authors, as zoologists or botanists cite them. Of the species 40 % are synonyms,
 * 14 % of all names are infraspecific, 88 % have an authorship, as in a merged backbone of 38 real checklists.
 *
 *   node bench/corpus.ts 8000000        writes .cache/corpus-8000000.tsv, about 200 bytes a row
 *
 * Columns: Darwin Core, with parent and accepted ids and a flat classification beside them.
 */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSource } from "../src/archive/open.ts";
import { rankOrdinal } from "../src/taxonomy/rank.ts";
import { Random } from "./random.ts";

const BACKBONE = fileURLToPath(new URL("../data/ncbi-taxonomy-dwca.zip", import.meta.url));
const HEADER =
  "taxonID\tparentNameUsageID\tacceptedNameUsageID\tscientificName\tscientificNameAuthorship\ttaxonRank\t" +
  "taxonomicStatus\tnomenclaturalCode\tkingdom\tphylum\tclass\torder\tfamily\tgenus\n";

/** Shares of a large real checklist. */
const GENERA_PER_NAME = 0.055;
const EPITHETS_PER_NAME = 0.13;
const INFRASPECIFIC = 0.14;
const SYNONYMS = 0.4;
const WITH_AUTHORSHIP = 0.88;
/** Authorships per name: in the merged backbone every fifth one is new. */
const AUTHORSHIPS_PER_NAME = 0.17;

/** What is taken from the bundled backbone. */
interface Seeds {
  genera: string[];
  epithets: string[];
  genusSizes: number[];
  /** kingdom … family, tab-separated. */
  ways: string[];
  teams: string[];
}

/** Writes the corpus if it is not there; its path. `folder` is the cache folder of the project by default. */
export async function corpusOf(nameCount: number, folder?: string): Promise<string> {
  const directory = folder ?? fileURLToPath(new URL("../.cache/", import.meta.url));
  const path = `${directory}/corpus-${nameCount}.tsv`;
  if (existsSync(path)) return path;
  mkdirSync(directory, { recursive: true });
  const seeds = await readSeeds();
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, "w");
  for (const piece of writeCorpus(seeds, nameCount, new Random(20_261_124))) writeSync(file, piece);
  closeSync(file);
  renameSync(temporary, path);
  return path;
}

async function readSeeds(): Promise<Seeds> {
  const genera = new Set<string>();
  const epithets = new Set<string>();
  const sizes = new Map<string, number>();
  const ways = new Set<string>();
  const teams = new Set<string>();
  const source = await openSource(BACKBONE);
  for await (const batch of source.usages()) {
    for (const { scientificName, authorship, classification, rank } of batch) {
      const [first = "", second = "", third = ""] = scientificName.split(" ");
      if (rank === undefined || rankOrdinal(rank) < rankOrdinal("GENUS") || !/^[A-Z][a-z]{2,19}$/.test(first)) continue;
      genera.add(first);
      if (classification?.family !== undefined) {
        const { kingdom = "", phylum = "", class: order = "", order: o = "", family } = classification;
        ways.add([kingdom, phylum, order, o, family].join("\t"));
      }
      if (/^[a-z]{3,20}$/.test(second)) {
        epithets.add(second);
        sizes.set(first, (sizes.get(first) ?? 0) + 1);
      }
      if (/^[a-z]{3,20}$/.test(third)) epithets.add(third);
      const team = /^\(?([^\d()]{2,40}?),? \d{4}/.exec(authorship ?? "")?.[1];
      if (team !== undefined) teams.add(team);
    }
  }
  await source.close();
  return {
    genera: [...genera],
    epithets: [...epithets],
    genusSizes: [...sizes.values()],
    ways: [...ways],
    teams: [...teams],
  };
}

function* writeCorpus(seeds: Seeds, nameCount: number, random: Random): Iterable<string> {
  const genera = moreWords(seeds.genera.map(lower), Math.ceil(nameCount * GENERA_PER_NAME), random);
  const epithets = moreWords(seeds.epithets, Math.ceil(nameCount * EPITHETS_PER_NAME), random);
  const teams = moreWords(
    seeds.teams.filter((team) => /^[A-Z][a-z]+$/.test(team)).map(lower),
    Math.max(2000, Math.ceil(nameCount * 0.01)),
    random,
  ).map(capital);
  const authorships = makeAuthorships(teams, Math.ceil(nameCount * AUTHORSHIPS_PER_NAME), random);
  const authorship = () =>
    random.fraction() < WITH_AUTHORSHIP ? authorships[skewed(authorships.length, random)]! : "";

  let id = 0;
  let text = HEADER;
  const row = (
    parent: number | "",
    accepted: number | "",
    name: string,
    rank: string,
    status: string,
    code: string,
    way: string,
    genus: string,
  ): number => {
    id++;
    text += `${id}\t${parent}\t${accepted}\t${name}\t${authorship()}\t${rank}\t${status}\t${code}\t${way}\t${genus}\n`;
    return id;
  };
  const meanSize = seeds.genusSizes.reduce((a, b) => a + b, 0) / seeds.genusSizes.length;
  // Genera of one family stand together, as in most checklists.
  const wayOf = Array.from(genera, () => random.below(seeds.ways.length)).sort((a, b) => a - b);
  for (let g = 0; g < genera.length && id < nameCount; g++) {
    const way = seeds.ways[wayOf[g]!]!;
    const isZoological = /^(Metazoa|Animalia)/.test(way);
    const code = isZoological ? "ICZN" : "ICN";
    const genus = capital(genera[g]!);
    const genusId = row("", "", genus, "genus", "accepted", code, way, genus);
    // Scaled by what is still missing, so that the corpus has exactly as many rows as asked for.
    const gap = nameCount - id - (genera.length - g - 1);
    const scale = gap / (genera.length - g) / meanSize;
    const isLast = g === genera.length - 1;
    const size = isLast ? gap : Math.round(random.pick(seeds.genusSizes) * scale * (0.5 + random.fraction()));
    const accepted: { id: number; name: string }[] = [];
    const used = new Set<string>();
    const last = Math.min(nameCount, id + size);
    while (id < last) {
      if (accepted.length > 0 && random.fraction() < INFRASPECIFIC) {
        const species = random.pick(accepted);
        const rank = isZoological ? "subspecies" : random.pick(["subspecies", "variety", "variety", "form"]);
        const marker = isZoological ? "" : { subspecies: "subsp. ", variety: "var. ", form: "f. " }[rank];
        const name = `${species.name} ${marker}${epithets[skewed(epithets.length, random)]}`;
        if (used.has(name)) continue;
        used.add(name);
        if (random.fraction() < SYNONYMS) row("", species.id, name, rank, "synonym", code, way, genus);
        else row(species.id, "", name, rank, "accepted", code, way, genus);
        continue;
      }
      const name = `${genus} ${epithets[skewed(epithets.length, random)]}`;
      if (used.has(name)) continue;
      used.add(name);
      if (accepted.length > 0 && random.fraction() < SYNONYMS) {
        row("", random.pick(accepted).id, name, "species", "synonym", code, way, genus);
      } else {
        accepted.push({ id: row(genusId, "", name, "species", "accepted", code, way, genus), name });
      }
    }
    if (text.length > 1 << 22) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** The words, shuffled, and more of their kind until there are `count`. */
function moreWords(words: readonly string[], count: number, random: Random): string[] {
  const all = new Set(words);
  const shuffled = [...all];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  if (shuffled.length >= count) return shuffled.slice(0, count);
  const followers = new Map<string, string>();
  for (const word of shuffled) {
    const padded = `^^^${word}$`;
    for (let i = 3; i < padded.length; i++) {
      const before = padded.slice(i - 3, i);
      followers.set(before, (followers.get(before) ?? "") + padded[i]);
    }
  }
  while (shuffled.length < count) {
    let word = "";
    let before = "^^^";
    for (;;) {
      const choices = followers.get(before)!;
      const letter = choices[random.below(choices.length)]!;
      if (letter === "$" || word.length > 20) break;
      word += letter;
      before = before.slice(1) + letter;
    }
    if (word.length < 4 || word.length > 20 || all.has(word)) continue;
    all.add(word);
    shuffled.push(word);
  }
  return shuffled;
}

function makeAuthorships(teams: readonly string[], count: number, random: Random): string[] {
  const team = () => teams[skewed(teams.length, random)]!;
  const made = new Set<string>();
  while (made.size < count) {
    const several = random.fraction();
    const authors =
      several < 0.7 ? team() : several < 0.95 ? `${team()} & ${team()}` : `${team()}, ${team()} & ${team()}`;
    const kind = random.fraction();
    if (kind < 0.65) {
      const dated = `${authors}, ${1758 + Math.floor(random.fraction() ** 0.7 * 262)}`;
      made.add(random.fraction() < 0.45 ? `(${dated})` : dated);
    } else {
      const short = authors.length > 7 ? `${authors.slice(0, 3 + random.below(4))}.` : authors;
      made.add(kind < 0.8 ? short : `(${short}) ${team()}`);
    }
  }
  return [...made];
}

/** A place in a list in which the first ones are drawn far more often than the last. */
function skewed(length: number, random: Random): number {
  return Math.floor(length * random.fraction() ** 2.2);
}

function lower(word: string): string {
  return word.toLowerCase();
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await corpusOf(Number(process.argv[2] ?? 8_000_000)));
}
