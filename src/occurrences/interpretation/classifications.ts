/** What do all checklists say of a taxon? The `classifications` of a record, as GBIF's API writes them. */
import { ByteSink } from "../../answer/bytes/byte-sink.ts";
import type { Questions } from "./questions.ts";
import type { TaxonMatcher } from "./taxon-matcher.ts";

const decoder = new TextDecoder();

/** `{"col": {usage, acceptedUsage, taxonomicStatus, classification, issues}}`, written where it is wanted. */
export class Classifications {
  readonly #matchers: readonly TaxonMatcher[];
  readonly #questions: Questions;
  readonly #question: number;

  /** @param question that is answered so */
  constructor(matchers: readonly TaxonMatcher[], questions: Questions, question: number) {
    this.#matchers = matchers;
    this.#questions = questions;
    this.#question = question;
  }

  /** Appends the JSON as UTF-8; checklists that do not have the taxon are left out. */
  writeTo(sink: ByteSink): void {
    let before = "{";
    for (const at of orderOf(this.#matchers)) {
      const questions = this.#questions;
      const { isRefused, issues } = questions.verdict(questions.verdictNumber(this.#question, at));
      if (isRefused) continue;
      const matcher = this.#matchers[at]!;
      sink.write(`${before}${JSON.stringify(matcher.checklistKey)}:`);
      matcher.write(questions.usage(this.#question, at), sink);
      sink.write(issues.length === 0 ? `,"issues":[]}` : `,"issues":${JSON.stringify(issues)}}`);
      before = ",";
    }
    sink.write("}");
  }

  /** The JSON. */
  toString(): string {
    const sink = new ByteSink(1 << 12);
    this.writeTo(sink);
    return decoder.decode(sink.bytes.subarray(0, sink.length));
  }
}

const ORDERS = new WeakMap<readonly TaxonMatcher[], readonly number[]>();

/** Members of an object stand in this order: keys that are whole numbers come first. */
function orderOf(matchers: readonly TaxonMatcher[]): readonly number[] {
  let order = ORDERS.get(matchers);
  if (order === undefined) {
    order = Object.values(Object.fromEntries(matchers.map(({ checklistKey }, at) => [checklistKey, at])));
    ORDERS.set(matchers, order);
  }
  return order;
}
