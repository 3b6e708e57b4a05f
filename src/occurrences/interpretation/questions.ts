/**
 * What was asked of the matchers, and what they answered, as a worker keeps it from chunk to chunk: rows of numbers.
 *
 * A question is the bytes of its key. Whoever has these bytes in a chunk finds its answers without making a text.
 */
import type { ChecklistAnswer, Verdict } from "./taxon-matcher.ts";
import { TextPool } from "./text-pool.ts";

/** Number of no question. */
export const NO_QUESTION = 0;
/** Number of what no checklist has. */
export const NO_CLASSIFICATION = 0;

const FIRST_QUESTIONS = 1 << 10;
/** Of a question beside its key: its place, hash and counts; and of each answer. */
const BYTES_OF_QUESTION = 48;
const BYTES_OF_ANSWER = 8;

/** Questions by number, from 1. */
export class Questions {
  /** Keys of questions, equal only for equal questions. */
  readonly keys = new TextPool();
  /** How many records of the chunk ask a question. */
  counts = new Int32Array(FIRST_QUESTIONS);
  /** 1 for a question whose answers are told by a finished chunk of this worker. */
  told = new Uint8Array(FIRST_QUESTIONS);
  /** Two halves of a hash of a key; NaN until somebody asks for it. */
  hashes = new Float64Array(2 * FIRST_QUESTIONS);
  readonly #checklists: number;
  readonly #width: number;
  /** By question: usage and verdict of each checklist, then the number of its classifications. */
  #rows: Int32Array;
  readonly #verdicts: Verdict[] = [];
  readonly #verdictNumbers = new Map<string, number>();
  /** What tells classifications apart. */
  readonly #classifications = new TextPool();
  /** A question that has them. */
  #classified: number[] = [NO_QUESTION];

  /** @param checklists how many answer */
  constructor(checklists: number) {
    this.#checklists = checklists;
    this.#width = 2 * checklists + 1;
    this.#rows = new Int32Array(FIRST_QUESTIONS * this.#width);
  }

  /** About what is kept, in bytes. */
  get byteLength(): number {
    const { keys } = this;
    return keys.byteLength + keys.count * (BYTES_OF_QUESTION + this.#checklists * BYTES_OF_ANSWER);
  }

  /** Notes the answers to a question that is not known yet; its number. */
  add(key: string, answers: readonly ChecklistAnswer[]): number {
    const question = this.keys.of(key);
    if (question >= this.counts.length) this.#grow();
    const row = question * this.#width;
    for (const [at, { usage, verdict }] of answers.entries()) {
      this.#rows[row + 2 * at] = usage;
      this.#rows[row + 2 * at + 1] = this.#numberOf(verdict);
    }
    this.#rows[row + this.#width - 1] = this.#classificationOf(question, answers);
    this.hashes.fill(Number.NaN, 2 * question, 2 * question + 2);
    return question;
  }

  /** How many verdicts there are. */
  get verdictCount(): number {
    return this.#verdicts.length;
  }

  /** How many classifications there are, none included. */
  get classificationCount(): number {
    return this.#classifications.count;
  }

  /** The usage that a checklist means, −1 for none. */
  usage(question: number, checklist: number): number {
    return this.#rows[question * this.#width + 2 * checklist]!;
  }

  /** The number of its verdict. */
  verdictNumber(question: number, checklist: number): number {
    return this.#rows[question * this.#width + 2 * checklist + 1]!;
  }

  /** A verdict by its number. */
  verdict(number: number): Verdict {
    return this.#verdicts[number]!;
  }

  /** What one checklist answers. */
  answer(question: number, checklist: number): ChecklistAnswer {
    const verdict = this.verdict(this.verdictNumber(question, checklist));
    return { usage: this.usage(question, checklist), verdict };
  }

  /** Number of what all checklists say of the taxon: equal for those who say the same. */
  classification(question: number): number {
    return this.#rows[question * this.#width + this.#width - 1]!;
  }

  /** A question with these classifications. */
  classified(classification: number): number {
    return this.#classified[classification]!;
  }

  /** Forgets all: numbers that were given before mean nothing any more. */
  clear(): void {
    this.keys.clear();
    this.#classifications.clear();
    this.#classified = [NO_QUESTION];
    this.counts = new Int32Array(FIRST_QUESTIONS);
    this.told = new Uint8Array(FIRST_QUESTIONS);
    this.hashes = new Float64Array(2 * FIRST_QUESTIONS);
    this.#rows = new Int32Array(FIRST_QUESTIONS * this.#width);
  }

  #numberOf(verdict: Verdict): number {
    const { matchType, confidence, isRefused, issues } = verdict;
    const text = `${matchType} ${confidence} ${isRefused} ${issues.join()}`;
    let number = this.#verdictNumbers.get(text);
    if (number === undefined) {
      number = this.#verdicts.push(verdict) - 1;
      this.#verdictNumbers.set(text, number);
    }
    return number;
  }

  #classificationOf(question: number, answers: readonly ChecklistAnswer[]): number {
    if (answers.every(({ verdict: { isRefused } }) => isRefused)) return NO_CLASSIFICATION;
    const text = answers.map(({ usage, verdict: { isRefused, issues } }) =>
      isRefused ? "" : `${usage} ${issues.join()}`,
    );
    const classification = this.#classifications.of(text.join(";"));
    this.#classified[classification] ??= question;
    return classification;
  }

  #grow(): void {
    const { counts, told, hashes } = this;
    const length = 2 * counts.length;
    this.counts = new Int32Array(length);
    this.counts.set(counts);
    this.told = new Uint8Array(length);
    this.told.set(told);
    this.hashes = new Float64Array(2 * length);
    this.hashes.set(hashes);
    const rows = this.#rows;
    this.#rows = new Int32Array(length * this.#width);
    this.#rows.set(rows);
  }
}
