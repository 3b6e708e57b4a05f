/** What does a list hold? Its rows, the different questions they ask, what was found for each, what people decided. */
import { type Answer, candidatesOf, shownType, type Taxon } from "../../answer.ts";
import type { Decision, Found, Roles, RowView } from "../protocol.ts";
import { questionOf } from "./columns.ts";

/** Candidates that are kept of an answer; a row that is looked at asks for all. */
const KEPT_CANDIDATES = 6;
const MAIN_RANKS = new Set(["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS"]);

/** A table as read: cells of each row that is not empty, and the 1-based line on which it begins. */
export interface ListTable {
  rows: string[][];
  lines: number[];
}

/** Everything that makes a list what it is, besides answers and decisions. */
export interface ListOrigin {
  title: string;
  header: string[];
  roles: Roles;
  table: ListTable;
}

/** A list of names with its answers and decisions. Rows that ask the same are asked once. */
export class NameList {
  readonly origin: ListOrigin;
  readonly names: string[] = [];
  /** The question of each row, -1 for rows without a name. */
  readonly questionOfRow: Int32Array;
  /** Each different question as JSON. */
  readonly questions: string[] = [];
  readonly found: (Found | undefined)[] = [];
  readonly decisions = new Map<number, Decision>();
  /** Rows that were answered. */
  doneRows = 0;
  /** Rows that ask something. */
  readonly askedRows: number;
  readonly #rowsOfQuestion: number[] = [];
  readonly #undo: { row: number; before: Decision | undefined }[][] = [];
  readonly #classifications = new Map<string, readonly Taxon[]>();

  constructor(origin: ListOrigin) {
    this.origin = origin;
    const { rows } = origin.table;
    this.questionOfRow = new Int32Array(rows.length).fill(-1);
    const known = new Map<string, number>();
    let asked = 0;
    rows.forEach((cells, row) => {
      const question = questionOf(cells, origin.roles);
      this.names.push(question?.name ?? "");
      if (!question) return;
      asked++;
      const text = JSON.stringify(question.query);
      let at = known.get(text);
      if (at === undefined) {
        at = this.questions.push(text) - 1;
        known.set(text, at);
        this.#rowsOfQuestion.push(0);
        this.found.push(undefined);
      }
      this.questionOfRow[row] = at;
      this.#rowsOfQuestion[at] = (this.#rowsOfQuestion[at] ?? 0) + 1;
    });
    this.askedRows = asked;
  }

  get rowCount(): number {
    return this.origin.table.rows.length;
  }

  /** Takes what was found for a question. */
  take(question: number, found: Found): void {
    if (this.found[question] === undefined) this.doneRows += this.#rowsOfQuestion[question] ?? 0;
    this.found[question] = { ...found, classification: this.#kept(found.classification) };
  }

  /** What holds for a row: the decision when there is one, else what was found. */
  settled(row: number): Found | undefined {
    const decision = this.decisions.get(row);
    if (decision?.kind === "picked") return decision.found;
    return this.foundFor(row);
  }

  /** What was found for a row, whatever was decided. */
  foundFor(row: number): Found | undefined {
    return this.found[this.questionOfRow[row] ?? -1];
  }

  /** How many rows ask the same as this one. */
  same(row: number): number {
    return this.#rowsOfQuestion[this.questionOfRow[row] ?? -1] ?? 0;
  }

  /** Rows that ask the same as this one, itself among them. */
  rowsLike(row: number): number[] {
    const question = this.questionOfRow[row] ?? -1;
    if (question < 0) return [row];
    const rows: number[] = [];
    this.questionOfRow.forEach((one, at) => {
      if (one === question) rows.push(at);
    });
    return rows;
  }

  /** Decides for rows; one step of undo. */
  decide(rows: readonly number[], decision: Decision): void {
    this.#undo.push(rows.map((row) => ({ row, before: this.decisions.get(row) })));
    for (const row of rows) this.decisions.set(row, decision);
  }

  /** Takes the last step back; the rows that it had changed. */
  undo(): number[] {
    const step = this.#undo.pop() ?? [];
    for (const { row, before } of step) {
      if (before) this.decisions.set(row, before);
      else this.decisions.delete(row);
    }
    return step.map(({ row }) => row);
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  /** A row as the page shows it. */
  rowView(row: number): RowView {
    const found = this.foundFor(row);
    const decision = this.decisions.get(row);
    return {
      row,
      line: this.origin.table.lines[row] ?? 0,
      name: this.names[row] ?? "",
      hasName: (this.questionOfRow[row] ?? -1) >= 0,
      same: this.same(row),
      ...(found ? { found } : {}),
      ...(decision ? { decision } : {}),
    };
  }

  /** Usages of one genus have one classification: it is kept once. */
  #kept(classification: readonly Taxon[]): readonly Taxon[] {
    const id = classification.map(({ key }) => key).join(" ");
    const known = this.#classifications.get(id);
    if (known) return known;
    this.#classifications.set(id, classification);
    return classification;
  }
}

/** An answer of the server as the list keeps it. */
export function foundOf(answer: Answer): Found {
  const { usage, acceptedUsage, synonym, classification = [], diagnostics } = answer;
  const accepted = acceptedUsage ?? (synonym ? undefined : usage);
  return {
    type: shownType(answer),
    ...(diagnostics.confidence === undefined ? {} : { confidence: diagnostics.confidence }),
    ...(usage ? { usage: named(usage) } : {}),
    ...(accepted ? { accepted: { key: accepted.key, name: accepted.name } } : {}),
    ...(synonym ? { isSynonym: true as const } : {}),
    classification: classification.filter(({ rank }) => MAIN_RANKS.has(rank ?? "")),
    reasons: diagnostics.reasons ?? [],
    decidedBy: diagnostics.decidedBy ?? [],
    ...(diagnostics.qualifier ? { qualifier: diagnostics.qualifier } : {}),
    ...(diagnostics.note && !usage ? { note: diagnostics.note } : {}),
    candidates: candidatesOf(answer)
      .filter(({ key }) => key !== usage?.key)
      .slice(0, KEPT_CANDIDATES),
  };
}

function named({ key, name, rank, status }: { key: string; name: string; rank?: string; status?: string }) {
  return { key, name, ...(rank ? { rank } : {}), ...(status ? { status } : {}) };
}
