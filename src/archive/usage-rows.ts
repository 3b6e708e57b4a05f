/**
 * Which usage does a row mean?
 *
 * Takes the cells of a row by field and gives a `NameUsage`: vocabularies parsed, authorship taken off the name, names
 * put together from their parts, accepted and synonym told apart. Called once per row of a backbone, so vocabularies
 * are looked up by the raw cell and equal classifications share one object.
 */

import type { Columns, TableFormat } from "../tables/rows.ts";
import { parseCode } from "../taxonomy/code-spelling.ts";
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { FLAT_RANKS } from "../taxonomy/name-usage.ts";
import type { NomenclaturalCode } from "../taxonomy/nomenclatural-code.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { parseRank, RANKS_BY_CODE } from "../taxonomy/rank-spelling.ts";
import { isSynonym, type TaxonomicStatus } from "../taxonomy/status.ts";
import { parseStatus } from "../taxonomy/status-spelling.ts";
import { cleanCell, isTrue, Memory } from "./cell.ts";
import { FlatClassification, spanOf } from "./flat-classification.ts";
import { assembleAuthorship, assembleName, splitAuthorship } from "./name-parts.ts";
import { FIELDS, type Field, type FieldMap } from "./terms.ts";

/** What a format says about its rows. Structured-cloneable. */
export interface UsageRules {
  /** Synonyms name their accepted usage in the parent column (ColDP, GBIF's simple file). */
  readonly parentOfSynonymIsAccepted: boolean;
  /** Status of rows that give none. */
  readonly statusWhenEmpty: TaxonomicStatus;
  /** Before the line numbers that stand for ids in a second table, whose lines have the same numbers as the first one's. */
  readonly idPrefix?: string | undefined;
}

/** A row that gives a name its place. */
export interface UsageLink extends Pick<NameUsage, "parentId" | "acceptedId" | "status" | "classification" | "line"> {
  nameId: string;
  id: string | undefined;
}

/** Most sources: own column for the accepted usage, no status means accepted. */
export const USUAL_RULES: UsageRules = { parentOfSynonymIsAccepted: false, statusWhenEmpty: "ACCEPTED" };

const AT = Object.fromEntries(FIELDS.map((field, position) => [field, position])) as Record<Field, number>;

// Cells are found by number, and the numbers are constants: looking fields up by name for each cell took a third of the
// time of a row.
const {
  scientificName: SCIENTIFIC_NAME,
  authorship: AUTHORSHIP,
  rank: RANK,
  verbatimRank: VERBATIM_RANK,
  uninomial: UNINOMIAL,
  genericName: GENERIC_NAME,
  specificEpithet: SPECIFIC_EPITHET,
  infraspecificEpithet: INFRASPECIFIC_EPITHET,
  infragenericEpithet: INFRAGENERIC_EPITHET,
  cultivarEpithet: CULTIVAR_EPITHET,
  infraspecificAuthorship: INFRASPECIFIC_AUTHORSHIP,
  canonicalName: CANONICAL_NAME,
  genus: GENUS,
  genericMark: GENERIC_MARK,
  specificMark: SPECIFIC_MARK,
  notho: NOTHO,
  id: ID,
  taxonId: TAXON_ID,
  parentId: PARENT_ID,
  parentName: PARENT_NAME,
  nomenclaturalStatus: NOMENCLATURAL_STATUS,
  nameId: NAME_ID,
  acceptedId: ACCEPTED_ID,
  acceptedName: ACCEPTED_NAME,
  isSynonym: IS_SYNONYM,
  status: STATUS,
  provisional: PROVISIONAL,
  code: CODE,
  combinationAuthors: COMBINATION_AUTHORS,
  combinationExAuthors: COMBINATION_EX_AUTHORS,
  combinationYear: COMBINATION_YEAR,
  basionymAuthors: BASIONYM_AUTHORS,
  basionymExAuthors: BASIONYM_EX_AUTHORS,
  basionymYear: BASIONYM_YEAR,
} = AT;

/** Makes usages of rows. One object per file that is read. */
export class UsageRows {
  /** Columns whose cells {@link usageOf} needs, in that order. */
  readonly wanted: readonly number[];
  /** Columns of higher taxa that {@link usageOf} needs as one cell behind those. */
  readonly span: Columns["span"];
  /** Slot of each field, -1 when no column holds it, and the constant that stands for empty cells. */
  readonly #slots = new Int32Array(FIELDS.length).fill(-1);
  readonly #constants: (string | undefined)[];
  readonly #rules: UsageRules;
  readonly #report: ProblemReport;
  readonly #file: string | undefined;
  readonly #idOfName: ((name: string, line: number) => string | undefined) | undefined;
  readonly #flat: FlatClassification;
  /** Positions of its ranks in FIELDS. */
  readonly #flatFields: readonly number[];
  readonly #ranks = new Memory<Rank>();
  readonly #codes = new Memory<NomenclaturalCode>();
  readonly #statuses = new Memory<TaxonomicStatus>();
  readonly #hasId: boolean;
  readonly #hasAcceptedId: boolean;
  readonly #hasPartedAuthorship: boolean;
  readonly #hasInfraspecificAuthorship: boolean;
  #cells: readonly string[] = [];

  /** @param idOfName finds the usage that a name refers to, for sources that link rows by name instead of by id. */
  constructor(
    format: TableFormat,
    fields: FieldMap,
    rules: UsageRules,
    report: ProblemReport,
    file?: string,
    idOfName?: (name: string, line: number) => string | undefined,
  ) {
    const ranks = FLAT_RANKS.filter(
      (rank) => fields.columns[rank] !== undefined || fields.defaults[rank] !== undefined,
    );
    this.span = spanOf(format, fields, ranks);
    const wanted: number[] = [];
    const slotOfColumn = new Map<number, number>();
    for (const field of FIELDS) {
      const column = fields.columns[field];
      if (column === undefined || (this.span && column >= this.span.from && column <= this.span.to)) continue;
      let slot = slotOfColumn.get(column);
      if (slot === undefined) {
        slot = wanted.push(column) - 1;
        slotOfColumn.set(column, slot);
      }
      this.#slots[AT[field]] = slot;
    }
    this.wanted = wanted;
    this.#constants = FIELDS.map((field) => fields.defaults[field]);
    this.#flatFields = ranks.map((rank) => AT[rank]);
    this.#flat = new FlatClassification(ranks, fields, this.span, format.delimiter);
    this.#hasId = fields.columns.id !== undefined || fields.columns.taxonId !== undefined;
    this.#hasAcceptedId = fields.columns.acceptedId !== undefined;
    this.#hasInfraspecificAuthorship = fields.columns.infraspecificAuthorship !== undefined;
    this.#hasPartedAuthorship =
      fields.columns.combinationAuthors !== undefined || fields.columns.basionymAuthors !== undefined;
    this.#rules = rules;
    this.#report = report;
    this.#file = file;
    this.#idOfName = idOfName;
  }

  /** The usage of a row, `undefined` (and counted) when it has no name. */
  usageOf(cells: readonly string[], line: number): NameUsage | undefined {
    this.#cells = cells;
    let scientificName = this.#cell(SCIENTIFIC_NAME);
    let authorship = this.#cell(AUTHORSHIP) ?? this.#partedAuthorship();
    const code = this.#code(line);
    const verbatimRank = this.#cell(RANK) ?? this.#cell(VERBATIM_RANK);
    let rank = this.#rank(verbatimRank, code, line);
    const uninomial = this.#cell(UNINOMIAL);
    const genericName = this.#cell(GENERIC_NAME);
    const specificEpithet = this.#cell(SPECIFIC_EPITHET);
    const infraspecificEpithet = this.#cell(INFRASPECIFIC_EPITHET);
    const infragenericEpithet = this.#cell(INFRAGENERIC_EPITHET);
    const cultivarEpithet = this.#cell(CULTIVAR_EPITHET);
    // Where both stand in a row, the first column has the authors of the species (ACEF).
    if (infraspecificEpithet !== undefined && this.#hasInfraspecificAuthorship)
      authorship = this.#cell(INFRASPECIFIC_AUTHORSHIP);
    if (scientificName === undefined) {
      if (verbatimRank === undefined && specificEpithet !== undefined)
        rank = infraspecificEpithet === undefined ? "SPECIES" : "INFRASPECIFIC_NAME";
      scientificName =
        this.#cell(CANONICAL_NAME) ??
        assembleName({
          uninomial,
          genericName: genericName ?? this.#cell(GENUS) ?? (this.span && this.#classification()?.genus),
          genericMark: this.#cell(GENERIC_MARK),
          infragenericEpithet,
          specificEpithet,
          specificMark: this.#cell(SPECIFIC_MARK),
          infraspecificEpithet,
          cultivarEpithet,
          notho: this.#cell(NOTHO),
          rank,
          verbatimRank,
          code,
        });
      if (scientificName === undefined) {
        this.#report.add("MISSING_NAME", line, this.#cell(ID) ?? this.#cell(TAXON_ID), this.#file);
        return undefined;
      }
    } else {
      const canonicalName = this.#cell(CANONICAL_NAME);
      const parts = splitAuthorship(scientificName, authorship, canonicalName);
      scientificName = parts.name;
      authorship = parts.authorship;
    }
    let id = this.#cell(TAXON_ID) ?? this.#cell(ID);
    if (id === undefined) {
      // Line numbers alone are ids only where no row has others.
      id = this.#hasId ? `line:${line}` : `${this.#rules.idPrefix ?? ""}${line}`;
      if (this.#hasId) this.#report.add("MISSING_ID", line, scientificName, this.#file);
    }
    const parentId = this.#cell(PARENT_ID) ?? this.#referred(PARENT_NAME, id, scientificName, line);
    const links = this.#links(id, scientificName, parentId, line);
    return {
      id,
      parentId: links.parentId === id ? undefined : links.parentId,
      acceptedId: links.acceptedId,
      scientificName,
      authorship,
      rank,
      verbatimRank: rank === undefined || rank === "OTHER" ? verbatimRank : undefined,
      status: links.status,
      code,
      uninomial,
      genericName,
      infragenericEpithet,
      specificEpithet,
      infraspecificEpithet,
      cultivarEpithet,
      nomenclaturalStatus: this.#cell(NOMENCLATURAL_STATUS),
      classification: this.#classification(),
      line,
    };
  }

  #cell(field: number): string | undefined {
    const slot = this.#slots[field]!;
    return slot < 0 ? this.#constants[field] : (cleanCell(this.#cells[slot]!) ?? this.#constants[field]);
  }

  /** What a row says of a taxon or synonym whose name stands in another file (ColDP); `undefined` without name id. */
  linkOf(cells: readonly string[], line: number): UsageLink | undefined {
    this.#cells = cells;
    const nameId = this.#cell(NAME_ID);
    if (nameId === undefined) {
      this.#report.add("MISSING_NAME", line, this.#cell(ID), this.#file);
      return undefined;
    }
    const id = this.#cell(ID);
    const { parentId, acceptedId, status } = this.#links(id ?? "", "", this.#cell(PARENT_ID), line);
    return { nameId, id, parentId, acceptedId, status, classification: this.#classification(), line };
  }

  /** Accepted by id: an `acceptedId` that is empty or the usage's own means accepted. */
  #links(
    id: string,
    scientificName: string,
    parentId: string | undefined,
    line: number,
  ): { parentId: string | undefined; acceptedId: string | undefined; status: TaxonomicStatus } {
    let acceptedId = this.#cell(ACCEPTED_ID);
    if (acceptedId?.includes("|")) {
      // Pro parte synonyms: Darwin Core separates several values by a bar.
      this.#report.add("SEVERAL_ACCEPTED", line, acceptedId, this.#file);
      acceptedId = acceptedId
        .split("|")
        .map((part) => part.trim())
        .find(Boolean);
    }
    acceptedId ??= this.#referred(ACCEPTED_NAME, id, scientificName, line);
    // A row that names another usage as accepted is a synonym, also when that usage is not in the source.
    // Where there are ids, accepted rows often name themselves in another spelling.
    const isElsewhere =
      acceptedId === undefined &&
      this.#idOfName !== undefined &&
      this.#cell(ACCEPTED_NAME) !== undefined &&
      !(this.#hasAcceptedId && this.#statusOf(this.#cell(STATUS) ?? "") === "ACCEPTED");
    if (acceptedId === id) acceptedId = undefined;
    const hasAccepted = acceptedId !== undefined || isElsewhere;
    let status = this.#status(hasAccepted, line);
    if (
      this.#rules.parentOfSynonymIsAccepted &&
      isSynonym(status) &&
      acceptedId === undefined &&
      parentId !== undefined
    )
      return { parentId: undefined, acceptedId: parentId === id ? undefined : parentId, status };
    if (hasAccepted && !isSynonym(status)) {
      if (status === "ACCEPTED")
        this.#report.add("CONFLICTING_STATUS", line, acceptedId ?? this.#cell(ACCEPTED_NAME), this.#file);
      status = "SYNONYM";
    }
    return { parentId, acceptedId, status };
  }

  /** Id of the usage that a row names instead of giving its id. A name without its authorship may mean the row itself. */
  #referred(field: number, id: string, scientificName: string, line: number): string | undefined {
    if (this.#idOfName === undefined) return undefined;
    const name = this.#cell(field);
    if (name === undefined) return undefined;
    if (
      name === scientificName ||
      (scientificName.startsWith(`${name} `) && splitAuthorship(scientificName, undefined, name).authorship)
    )
      return id;
    return this.#idOfName(name, line);
  }

  #status(hasAccepted: boolean, line: number): TaxonomicStatus {
    const flag = this.#cell(IS_SYNONYM);
    const text = this.#cell(STATUS);
    if (flag !== undefined && isTrue(flag) && (text === undefined || !isSynonym(this.#statusOf(text) ?? "ACCEPTED")))
      return "SYNONYM";
    if (text === undefined) return hasAccepted ? "SYNONYM" : this.#provisional(this.#rules.statusWhenEmpty);
    const status = this.#statusOf(text);
    if (status !== null) return this.#provisional(status);
    this.#report.add("UNKNOWN_STATUS", line, text, this.#file);
    return hasAccepted ? "SYNONYM" : "PROVISIONALLY_ACCEPTED";
  }

  #provisional(status: TaxonomicStatus): TaxonomicStatus {
    const flag = this.#cell(PROVISIONAL);
    return status === "ACCEPTED" && flag !== undefined && isTrue(flag) ? "PROVISIONALLY_ACCEPTED" : status;
  }

  #statusOf(text: string): TaxonomicStatus | null {
    return this.#statuses.get(text, parseStatus);
  }

  #code(line: number): NomenclaturalCode | undefined {
    const text = this.#cell(CODE);
    if (text === undefined) return undefined;
    const code = this.#codes.get(text, parseCode);
    if (code === null) this.#report.add("UNKNOWN_CODE", line, text, this.#file);
    return code ?? undefined;
  }

  #rank(text: string | undefined, code: NomenclaturalCode | undefined, line: number): Rank | undefined {
    if (text === undefined) return undefined;
    let rank = this.#ranks.get(text, parseRankOfAnyCode);
    if (code !== undefined && rank !== null && RANKS_BY_CODE.has(rank)) rank = parseRank(text, code) ?? rank;
    if (rank === null) this.#report.add("UNKNOWN_RANK", line, text, this.#file);
    return rank ?? undefined;
  }

  #partedAuthorship(): string | undefined {
    if (!this.#hasPartedAuthorship) return undefined;
    return assembleAuthorship({
      authors: this.#cell(COMBINATION_AUTHORS),
      exAuthors: this.#cell(COMBINATION_EX_AUTHORS),
      year: this.#cell(COMBINATION_YEAR),
      basionymAuthors: this.#cell(BASIONYM_AUTHORS),
      basionymExAuthors: this.#cell(BASIONYM_EX_AUTHORS),
      basionymYear: this.#cell(BASIONYM_YEAR),
    });
  }

  #classification(): NameUsage["classification"] {
    if (this.span) return this.#flat.ofText(this.#cells[this.wanted.length]!);
    const { cells } = this.#flat;
    for (let i = 0; i < cells.length; i++) cells[i] = this.#cell(this.#flatFields[i]!);
    return this.#flat.ofCells();
  }
}

const parseRankOfAnyCode = (text: string): Rank | undefined => parseRank(text);
