/**
 * What is in a ColDP archive (Catalogue of Life Data Package)?
 *
 * Either a `NameUsage` file, or `Name`, `Taxon` and `Synonym` files that are joined by ids; the names are then held in
 * memory. File names are written in many ways ("name-usage.tsv", "taxa.csv"), at the top or in a folder.
 * https://github.com/CatalogueOfLife/coldp
 */

import { RowSplitter } from "../tables/rows.ts";
import { decodePieces } from "../tables/text.ts";
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { readMetadata } from "./metadata.ts";
import type { SourceFile, SourceFiles } from "./packed/source-file.ts";
import { readSample, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { type TablePart, TableSource } from "./table-source.ts";
import { mapColumns, termKey } from "./terms.ts";
import { type UsageLink, UsageRows, type UsageRules } from "./usage-rows.ts";
import { readTable } from "./usage-table.ts";

/** Kinds of ColDP files that are read. */
const KINDS = ["nameusage", "name", "taxon", "synonym", "vernacularname"] as const;
type Kind = (typeof KINDS)[number];

const USAGE_RULES: UsageRules = { parentOfSynonymIsAccepted: true, statusWhenEmpty: "ACCEPTED" };
const SYNONYM_RULES: UsageRules = { parentOfSynonymIsAccepted: false, statusWhenEmpty: "SYNONYM" };
/** Names without taxa come from nomenclators, which say nothing about acceptance. */
const NOMENCLATOR_RULES: UsageRules = { parentOfSynonymIsAccepted: false, statusWhenEmpty: "PROVISIONALLY_ACCEPTED" };

/** Usages that are handed out at a time. */
const BATCH = 2048;

/** Opens a ColDP archive; `undefined` when no file is called as ColDP calls its lists of names. */
export async function openColdp(path: string, { files, packing, close }: SourceFiles): Promise<Source | undefined> {
  if (packing === "file") return undefined;
  const found = new Map<Kind, SourceFile>();
  for (const file of files) {
    const kind = kindOf(file.name);
    if (kind && !found.has(kind)) found.set(kind, file);
  }
  const [usageFile, nameFile] = [found.get("nameusage"), found.get("name")];
  if (!usageFile && !nameFile) return undefined;
  const metadata = await readMetadata(files);
  const vernacularFile = found.get("vernacularname");
  const vernaculars = vernacularFile ? [await vernacularPart(vernacularFile)] : [];
  const common = { path, format: "coldp", metadata, vernaculars, close } as const;
  if (usageFile) {
    const part = await partOf(usageFile, USAGE_RULES);
    return hasName(part) ? new TableSource({ ...common, parts: [part] }) : undefined;
  }
  const taxon = found.get("taxon");
  const name = await partOf(nameFile!, taxon ? USAGE_RULES : NOMENCLATOR_RULES);
  if (!hasName(name)) return undefined;
  // The status of a Name is its nomenclatural status.
  const { status, ...columns } = name.table.fields.columns;
  if (status !== undefined) columns.nomenclaturalStatus ??= status;
  const names: TablePart = { ...name, table: { ...name.table, fields: { columns, defaults: {} } } };
  if (!taxon) return new TableSource({ ...common, parts: [names] });
  const synonym = found.get("synonym");
  return new JoinedSource(
    { ...common, parts: [] },
    names,
    await partOf(taxon, USAGE_RULES),
    synonym && (await synonymPart(synonym)),
  );
}

function kindOf(name: string): Kind | undefined {
  const match = /(?:^|\/)([^/]+)\.(csv|tsv|txt|tab)$/i.exec(name);
  const word = match?.[1]?.toLowerCase().replace(/[-_ ]/g, "");
  if (!word) return undefined;
  const singular = word === "taxa" ? "taxon" : word.replace(/s$/, "");
  return KINDS.find((kind) => kind === singular);
}

async function partOf(file: SourceFile, rules: UsageRules): Promise<TablePart> {
  const { format, firstLine } = sniffTable(await readSample(file), {}, file.name);
  return { file, table: { format, fields: mapColumns(firstLine), columnCount: firstLine.length, rules } };
}

function hasName({ table }: TablePart): boolean {
  const { scientificName, genericName, uninomial, genus } = table.fields.columns;
  return (scientificName ?? genericName ?? uninomial ?? genus) !== undefined;
}

async function synonymPart(file: SourceFile): Promise<TablePart> {
  const part = await partOf(file, SYNONYM_RULES);
  const { taxonId, ...columns } = part.table.fields.columns;
  if (taxonId !== undefined) columns.acceptedId = taxonId;
  return { ...part, table: { ...part.table, fields: { columns, defaults: {} } } };
}

/** In this file `name` is the vernacular name, and `taxonID` the usage. */
async function vernacularPart(file: SourceFile): Promise<TablePart> {
  const { format, firstLine } = sniffTable(await readSample(file), {}, file.name);
  const { columns, defaults } = mapColumns(firstLine);
  const name = firstLine.findIndex((column) => ["name", "vernacularname"].includes(termKey(column)));
  const { scientificName: _, id: __, ...others } = columns;
  const fields = { columns: name < 0 ? others : { ...others, vernacularName: name }, defaults };
  return { file, table: { format, fields, columnCount: firstLine.length, rules: USAGE_RULES } };
}

/** Names, taxa and synonyms in three files. */
class JoinedSource extends TableSource {
  readonly #names: TablePart;
  readonly #taxa: TablePart;
  readonly #synonyms: TablePart | undefined;

  constructor(
    common: ConstructorParameters<typeof TableSource>[0],
    names: TablePart,
    taxa: TablePart,
    synonyms: TablePart | undefined,
  ) {
    super({ ...common, parts: [names, taxa, ...(synonyms ? [synonyms] : [])] });
    this.#names = names;
    this.#taxa = taxa;
    this.#synonyms = synonyms;
  }

  override async *usages(): AsyncIterable<NameUsage[]> {
    this.report.clear();
    this.progress.read = 0;
    const names = await this.#readNames();
    const ids = new Set<string>();
    const used = new Set<string>();
    const place = (link: UsageLink, file: string): NameUsage | undefined => {
      const name = names.get(link.nameId);
      if (!name) {
        this.report.add("UNKNOWN_REFERENCE", link.line, `nameID ${link.nameId}`, file);
        return undefined;
      }
      used.add(link.nameId);
      // Synonyms mostly have no id of their own; their name's serves, unless it is taken.
      let id = link.id ?? link.nameId;
      if (link.id === undefined && ids.has(id)) id = `${link.nameId}-${link.acceptedId ?? link.line}`;
      ids.add(id);
      const { classification, line } = link;
      const parentId = link.parentId === id ? undefined : link.parentId;
      const isOwn = link.acceptedId === id;
      const acceptedId = isOwn ? undefined : link.acceptedId;
      const status = isOwn ? "ACCEPTED" : link.status;
      return { ...name, id, parentId, acceptedId, status, classification, line };
    };
    for (const part of [this.#taxa, ...(this.#synonyms ? [this.#synonyms] : [])])
      for await (const links of this.#readLinks(part)) yield links.flatMap((link) => place(link, part.file.name) ?? []);
    const bare = [...names].filter(([nameId]) => !used.has(nameId));
    for (let at = 0; at < bare.length; at += BATCH)
      yield bare.slice(at, at + BATCH).map(([nameId, name]) => ({
        ...name,
        id: ids.has(nameId) ? `name-${nameId}` : nameId,
        status: "BARE_NAME",
      }));
  }

  async #readNames(): Promise<Map<string, NameUsage>> {
    const names = new Map<string, NameUsage>();
    const { file, table } = this.#names;
    const where = { path: this.path, file: file.name };
    for await (const batch of readTable(file.read(this.#count), table, this.report, where))
      for (const name of batch)
        if (names.has(name.id)) this.report.add("DUPLICATE_ID", name.line, name.id, file.name);
        else names.set(name.id, name);
    return names;
  }

  async *#readLinks({ file, table }: TablePart): AsyncIterable<UsageLink[]> {
    const rows = new UsageRows(table.format, table.fields, table.rules, this.report, file.name);
    let batch: UsageLink[] = [];
    const splitter = new RowSplitter(
      table.format,
      { wanted: rows.wanted, count: table.columnCount, span: rows.span },
      (cells, line) => {
        const link = rows.linkOf(cells, line);
        if (link) batch.push(link);
      },
      this.report,
      { file: file.name },
    );
    for await (const piece of decodePieces(file.read(this.#count), table.format, this.path, () => splitter.line)) {
      splitter.push(piece);
      if (batch.length) yield batch;
      batch = [];
    }
    splitter.end();
    if (batch.length) yield batch;
  }

  readonly #count = (bytes: number): void => {
    this.progress.read += bytes;
  };
}
