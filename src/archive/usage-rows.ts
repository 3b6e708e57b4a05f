/**
 * Which usage does a row mean?
 *
 * Takes the cells of a row by field and gives a `NameUsage`: vocabularies parsed, authorship taken off the name, names
 * put together from their parts, accepted and synonym told apart. Called once per row of a backbone, so vocabularies
 * are looked up by the raw cell and equal classifications share one object.
 */

import { parseCode } from "../taxonomy/code-spelling.ts";
import type { FlatRank, NameUsage } from "../taxonomy/name-usage.ts";
import { FLAT_RANKS } from "../taxonomy/name-usage.ts";
import type { NomenclaturalCode } from "../taxonomy/nomenclatural-code.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { parseRank } from "../taxonomy/rank-spelling.ts";
import { isSynonym, type TaxonomicStatus } from "../taxonomy/status.ts";
import { parseStatus } from "../taxonomy/status-spelling.ts";
import { assembleAuthorship, assembleName, splitAuthorship } from "./name-parts.ts";
import { FIELDS, type Field, type FieldMap } from "./terms.ts";

/** What a format says about its rows. Structured-cloneable. */
export interface UsageRules {
  /** Synonyms name their accepted usage in the parent column (ColDP, GBIF's simple file). */
  readonly parentOfSynonymIsAccepted: boolean;
  /** Status of rows that give none. */
  readonly statusWhenEmpty: TaxonomicStatus;
}

/** Most sources: own column for the accepted usage, no status means accepted. */
export const USUAL_RULES: UsageRules = { parentOfSynonymIsAccepted: false, statusWhenEmpty: "ACCEPTED" };

/** Distinct values of a vocabulary or classification column that are remembered; a wrongly mapped column has millions. */
const REMEMBERED = 50_000;

/** Makes usages of rows. One object per file that is read. */
export class UsageRows {
  /** Columns whose cells {@link usageOf} needs, in that order. */
  readonly wanted: readonly number[];
  readonly #slot: Partial<Record<Field, number>> = {};
  readonly #defaults: Partial<Record<Field, string>>;
  readonly #rules: UsageRules;
  readonly #report: ProblemReport;
  readonly #file: string | undefined;
  readonly #idOfName: ((name: string, line: number) => string | undefined) | undefined;
  readonly #flat: { rank: FlatRank; field: Field; slot: number }[] = [];
  readonly #names = new Map<string, string>();
  readonly #ranks = new Map<string, Rank | null>();
  readonly #codes = new Map<string, NomenclaturalCode | null>();
  readonly #statuses = new Map<string, TaxonomicStatus | null>();
  #classification: NameUsage["classification"];
  #cells: readonly string[] = [];

  /** @param idOfName finds the usage that a name refers to, for sources that link rows by name instead of by id. */
  constructor(
    fields: FieldMap,
    rules: UsageRules,
    report: ProblemReport,
    file?: string,
    idOfName?: (name: string, line: number) => string | undefined,
  ) {
    const wanted: number[] = [];
    const slotOfColumn = new Map<number, number>();
    for (const field of FIELDS) {
      const column = fields.columns[field];
      if (column === undefined) continue;
      let slot = slotOfColumn.get(column);
      if (slot === undefined) {
        slot = wanted.push(column) - 1;
        slotOfColumn.set(column, slot);
      }
      this.#slot[field] = slot;
    }
    for (const rank of FLAT_RANKS) {
      const slot = this.#slot[rank] ?? -1;
      if (slot >= 0 || fields.defaults[rank]) this.#flat.push({ rank, field: rank, slot });
    }
    this.wanted = wanted;
    this.#defaults = fields.defaults;
    this.#rules = rules;
    this.#report = report;
    this.#file = file;
    this.#idOfName = idOfName;
  }

  /** The usage of a row, `undefined` (and counted) when it has no name. */
  usageOf(cells: readonly string[], line: number): NameUsage | undefined {
    this.#cells = cells;
    let scientificName = this.#cell("scientificName");
    let authorship = this.#cell("authorship") ?? this.#partedAuthorship();
    const code = this.#code(line);
    const verbatimRank = this.#cell("rank") ?? this.#cell("verbatimRank");
    const rank = this.#rank(verbatimRank, code, line);
    const uninomial = this.#cell("uninomial");
    const genericName = this.#cell("genericName");
    const specificEpithet = this.#cell("specificEpithet");
    const infraspecificEpithet = this.#cell("infraspecificEpithet");
    const infragenericEpithet = this.#cell("infragenericEpithet");
    const cultivarEpithet = this.#cell("cultivarEpithet");
    if (scientificName === undefined) {
      scientificName =
        this.#cell("canonicalName") ??
        assembleName({
          uninomial,
          genericName: genericName ?? this.#cell("genus"),
          genericMark: this.#cell("genericMark"),
          infragenericEpithet,
          specificEpithet,
          specificMark: this.#cell("specificMark"),
          infraspecificEpithet,
          cultivarEpithet,
          notho: this.#cell("notho"),
          rank,
          verbatimRank,
          code,
        });
      if (scientificName === undefined) {
        this.#report.add("MISSING_NAME", line, this.#cell("id") ?? this.#cell("taxonId"), this.#file);
        return undefined;
      }
    } else {
      const canonicalName = this.#cell("canonicalName");
      const parts = splitAuthorship(scientificName, authorship, canonicalName);
      scientificName = parts.name;
      authorship = parts.authorship;
    }
    let id = this.#cell("taxonId") ?? this.#cell("id");
    if (id === undefined) {
      id = String(line);
      if (this.#slot.taxonId !== undefined || this.#slot.id !== undefined)
        this.#report.add("MISSING_ID", line, scientificName, this.#file);
    }
    const parentId = this.#cell("parentId") ?? this.#referred("parentName", line);
    const links = this.#links(id, parentId, line);
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
      nomenclaturalStatus: this.#cell("nomenclaturalStatus"),
      classification: this.#classificationOf(cells),
      line,
    };
  }

  /** Text of a field in the row that was read last; `undefined` when empty. */
  cell(field: Field): string | undefined {
    return this.#cell(field);
  }

  #cell(field: Field): string | undefined {
    const slot = this.#slot[field];
    if (slot === undefined) return this.#defaults[field];
    return cleanCell(this.#cells[slot]!) ?? this.#defaults[field];
  }

  /** Accepted by id: an `acceptedId` that is empty or the usage's own means accepted. */
  #links(
    id: string,
    parentId: string | undefined,
    line: number,
  ): { parentId: string | undefined; acceptedId: string | undefined; status: TaxonomicStatus } {
    let acceptedId = this.#cell("acceptedId");
    if (acceptedId?.includes("|")) {
      // Pro parte synonyms: Darwin Core separates several values by a bar.
      this.#report.add("SEVERAL_ACCEPTED", line, acceptedId, this.#file);
      acceptedId = acceptedId
        .split("|")
        .map((part) => part.trim())
        .find(Boolean);
    }
    acceptedId ??= this.#referred("acceptedName", line);
    if (acceptedId === id) acceptedId = undefined;
    let status = this.#status(acceptedId !== undefined, line);
    if (
      this.#rules.parentOfSynonymIsAccepted &&
      isSynonym(status) &&
      acceptedId === undefined &&
      parentId !== undefined
    )
      return { parentId: undefined, acceptedId: parentId === id ? undefined : parentId, status };
    if (acceptedId !== undefined && !isSynonym(status)) {
      if (status === "ACCEPTED") this.#report.add("CONFLICTING_STATUS", line, acceptedId, this.#file);
      status = "SYNONYM";
    }
    return { parentId, acceptedId, status };
  }

  /** Id of the usage that a row names instead of giving its id. */
  #referred(field: "parentName" | "acceptedName", line: number): string | undefined {
    if (this.#idOfName === undefined) return undefined;
    const name = this.#cell(field);
    return name === undefined ? undefined : this.#idOfName(name, line);
  }

  #status(hasAccepted: boolean, line: number): TaxonomicStatus {
    const flag = this.#cell("isSynonym");
    const text = this.#cell("status");
    if (flag !== undefined && isTrue(flag) && (text === undefined || !isSynonym(this.#statusOf(text) ?? "ACCEPTED")))
      return "SYNONYM";
    if (text === undefined) return hasAccepted ? "SYNONYM" : this.#provisional(this.#rules.statusWhenEmpty);
    const status = this.#statusOf(text);
    if (status !== null) return this.#provisional(status);
    this.#report.add("UNKNOWN_STATUS", line, text, this.#file);
    return hasAccepted ? "SYNONYM" : "PROVISIONALLY_ACCEPTED";
  }

  #provisional(status: TaxonomicStatus): TaxonomicStatus {
    const flag = this.#cell("provisional");
    return status === "ACCEPTED" && flag !== undefined && isTrue(flag) ? "PROVISIONALLY_ACCEPTED" : status;
  }

  #statusOf(text: string): TaxonomicStatus | null {
    return remembered(this.#statuses, text, parseStatus);
  }

  #code(line: number): NomenclaturalCode | undefined {
    const text = this.#cell("code");
    if (text === undefined) return undefined;
    const code = remembered(this.#codes, text, parseCode);
    if (code === null) this.#report.add("UNKNOWN_CODE", line, text, this.#file);
    return code ?? undefined;
  }

  #rank(text: string | undefined, code: NomenclaturalCode | undefined, line: number): Rank | undefined {
    if (text === undefined) return undefined;
    const rank = remembered(this.#ranks, code === undefined ? text : `${text}\t${code}`, () => parseRank(text, code));
    if (rank === null) this.#report.add("UNKNOWN_RANK", line, text, this.#file);
    return rank ?? undefined;
  }

  #partedAuthorship(): string | undefined {
    if (this.#slot.combinationAuthors === undefined && this.#slot.basionymAuthors === undefined) return undefined;
    return assembleAuthorship({
      authors: this.#cell("combinationAuthors"),
      exAuthors: this.#cell("combinationExAuthors"),
      year: this.#cell("combinationYear"),
      basionymAuthors: this.#cell("basionymAuthors"),
      basionymExAuthors: this.#cell("basionymExAuthors"),
      basionymYear: this.#cell("basionymYear"),
    });
  }

  /** Neighbouring rows mostly share their classification: then they share the object. */
  #classificationOf(cells: readonly string[]): NameUsage["classification"] {
    const flat = this.#flat;
    if (flat.length === 0) return undefined;
    const last = this.#classification;
    let isSame = last !== undefined;
    for (const { rank, slot } of flat) {
      if (!isSame) break;
      const cell = slot < 0 ? undefined : cleanCell(cells[slot]!);
      isSame = (cell ?? this.#defaults[rank]) === last![rank];
    }
    if (isSame) return last;
    const classification: Partial<Record<FlatRank, string>> = {};
    let isEmpty = true;
    for (const { rank, field, slot } of flat) {
      const cell = (slot < 0 ? undefined : cleanCell(cells[slot]!)) ?? this.#defaults[field];
      if (cell === undefined) continue;
      classification[rank] = remembered(this.#names, cell, ownCopy)!;
      isEmpty = false;
    }
    if (isEmpty) return undefined;
    this.#classification = classification;
    return classification;
  }
}

/** Trimmed cell; `undefined` when empty or a database's word for nothing. */
export function cleanCell(cell: string): string | undefined {
  const { length } = cell;
  if (length === 0) return undefined;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(length - 1);
  // Blanks and control characters are below 33, the non-breaking blank and wide blanks above 159.
  if (first <= 32 || last <= 32 || first === 160 || last === 160 || last > 8191) return emptyAsAbsent(cell.trim());
  return length === 2 || length === 4 ? emptyAsAbsent(cell) : cell;
}

function emptyAsAbsent(cell: string): string | undefined {
  return cell === "" || cell === "\\N" || cell === "NULL" ? undefined : cell;
}

function isTrue(flag: string): boolean {
  return /^(t|true|1|y|yes)$/i.test(flag);
}

/** Looks a value up in a bounded memory of results; `null` stands for none. */
function remembered<T>(
  memory: Map<string, T | null>,
  text: string,
  compute: (text: string) => T | undefined,
): T | null {
  let value = memory.get(text);
  if (value === undefined) {
    value = compute(text) ?? null;
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(ownCopy(text), value);
  }
  return value;
}

/** A cell is a window on the piece of the file it was cut from, and keeps all of it in memory. A copy does not. */
function ownCopy(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
