/**
 * What is in an ACEF archive (Annual Checklist Exchange Format, the older format of the Catalogue of Life)?
 *
 * `AcceptedSpecies`, `AcceptedInfraspecificTaxa` and `Synonyms`, with names in parts. An infraspecific taxon gives its
 * own epithet and the id of its species, so the species' names are held in memory.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { readMetadata } from "./metadata.ts";
import type { SourceFile, SourceFiles } from "./packed/source-file.ts";
import { readSample, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { type TablePart, TableSource } from "./table-source.ts";
import type { Field } from "./terms.ts";
import { termKey } from "./terms.ts";
import { USUAL_RULES, type UsageRules } from "./usage-rows.ts";
import { readTable } from "./usage-table.ts";

/** Columns that all files name alike. */
const COMMON: Readonly<Record<string, Field>> = {
  kingdom: "kingdom",
  phylum: "phylum",
  class: "class",
  order: "order",
  superfamily: "superfamily",
  family: "family",
  genus: "genericName",
  subgenusname: "infragenericEpithet",
  speciesepithet: "specificEpithet",
  sp2000namestatus: "status",
};

const SPECIES: Readonly<Record<string, Field>> = { ...COMMON, acceptedtaxonid: "id", authorstring: "authorship" };
const INFRASPECIFIC: Readonly<Record<string, Field>> = {
  acceptedtaxonid: "id",
  parentid: "parentId",
  parentspeciesid: "parentId",
  infraspeciesepithet: "scientificName",
  infraspeciesmarker: "rank",
  infraspeciesauthorstring: "authorship",
  sp2000namestatus: "status",
};
const SYNONYMS: Readonly<Record<string, Field>> = {
  ...COMMON,
  id: "id",
  acceptedtaxonid: "acceptedId",
  authorstring: "authorship",
  infraspeciesepithet: "infraspecificEpithet",
  infraspeciesauthorstring: "infraspecificAuthorship",
  infraspeciesmarker: "rank",
};
const COMMON_NAMES: Readonly<Record<string, Field>> = {
  acceptedtaxonid: "id",
  commonname: "vernacularName",
  language: "language",
};

const SYNONYM_RULES: UsageRules = { ...USUAL_RULES, statusWhenEmpty: "SYNONYM" };

/** Opens an ACEF archive; `undefined` when its files are not called so. */
export async function openAcef(path: string, { files, packing, close }: SourceFiles): Promise<Source | undefined> {
  if (packing === "file") return undefined;
  const named = (name: string): SourceFile | undefined =>
    files.find((file) => new RegExp(`(^|/)${name}\\.(txt|csv|tsv)$`, "i").test(file.name));
  const species = named("AcceptedSpecies");
  if (!species) return undefined;
  const [infraspecific, synonyms, commonNames] = ["AcceptedInfraspecificTaxa", "Synonyms", "CommonNames"].map(named);
  return new AcefSource(
    {
      path,
      format: "acef",
      metadata: await readMetadata(files),
      parts: [],
      vernaculars: commonNames ? [await partOf(commonNames, COMMON_NAMES, USUAL_RULES)] : [],
      close,
    },
    await partOf(species, SPECIES, USUAL_RULES),
    infraspecific && (await partOf(infraspecific, INFRASPECIFIC, USUAL_RULES)),
    synonyms && (await partOf(synonyms, SYNONYMS, SYNONYM_RULES)),
  );
}

async function partOf(file: SourceFile, terms: Readonly<Record<string, Field>>, rules: UsageRules): Promise<TablePart> {
  const { format, firstLine } = sniffTable(await readSample(file), {}, file.name);
  const columns: Partial<Record<Field, number>> = {};
  firstLine.forEach((name, column) => {
    const field = terms[termKey(name)];
    if (field) columns[field] ??= column;
    // The genus of an accepted species is its classification as well.
    if (field === "genericName" && terms === SPECIES) columns.genus = column;
  });
  return { file, table: { format, fields: { columns, defaults: {} }, columnCount: firstLine.length, rules } };
}

class AcefSource extends TableSource {
  readonly #species: TablePart;
  readonly #infraspecific: TablePart | undefined;
  readonly #synonyms: TablePart | undefined;

  constructor(
    common: ConstructorParameters<typeof TableSource>[0],
    species: TablePart,
    infraspecific: TablePart | undefined,
    synonyms: TablePart | undefined,
  ) {
    super({ ...common, parts: [species, infraspecific, synonyms].filter((part) => part !== undefined) });
    this.#species = species;
    this.#infraspecific = infraspecific;
    this.#synonyms = synonyms;
  }

  override async *usages(): AsyncIterable<NameUsage[]> {
    this.report.clear();
    this.progress.read = 0;
    const species = new Map<string, NameUsage>();
    for await (const batch of this.#read(this.#species)) {
      for (const usage of batch) species.set(usage.id, usage);
      yield batch;
    }
    if (this.#infraspecific)
      for await (const batch of this.#read(this.#infraspecific))
        yield batch.map((usage) => this.#completed(usage, species));
    if (this.#synonyms) for await (const batch of this.#read(this.#synonyms)) yield batch;
  }

  /** Puts the name of the species before the epithet. */
  #completed(usage: NameUsage, species: ReadonlyMap<string, NameUsage>): NameUsage {
    const parent = usage.parentId === undefined ? undefined : species.get(usage.parentId);
    if (!parent) {
      this.report.add("UNKNOWN_REFERENCE", usage.line, usage.parentId, this.#infraspecific?.file.name);
      return usage;
    }
    const marker =
      usage.rank === "SUBSPECIES"
        ? "subsp."
        : usage.rank === "VARIETY"
          ? "var."
          : usage.rank === "FORM"
            ? "f."
            : undefined;
    return {
      ...usage,
      scientificName: [parent.scientificName, marker, usage.scientificName].filter(Boolean).join(" "),
      rank: usage.rank ?? "INFRASPECIFIC_NAME",
      genericName: parent.genericName,
      specificEpithet: parent.specificEpithet,
      infraspecificEpithet: usage.scientificName,
      classification: parent.classification,
    };
  }

  #read({ file, table }: TablePart): AsyncIterable<NameUsage[]> {
    const bytes = file.read((count) => {
      this.progress.read += count;
    });
    return readTable(bytes, table, this.report, { path: this.path, file: file.name });
  }
}
