/** What do all checklists say of a taxon? The `classifications` of a record, as GBIF's API writes them. */
import { ByteSink } from "../../answer/bytes/byte-sink.ts";
import { type Piece, pieceOf } from "../../image/layout/literals.ts";
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
    let isFirst = true;
    for (const { at, key } of membersOf(this.#matchers)) {
      const questions = this.#questions;
      const { isRefused, issues } = questions.verdict(questions.verdictNumber(this.#question, at));
      if (isRefused) continue;
      sink.put(isFirst ? BRACE : COMMA);
      sink.put(key);
      this.#matchers[at]!.write(questions.usage(this.#question, at), sink);
      if (issues.length === 0) sink.put(NO_ISSUES);
      else sink.write(`,"issues":${JSON.stringify(issues)}}`);
      isFirst = false;
    }
    sink.put(isFirst ? EMPTY : END);
  }

  /** The JSON. */
  toString(): string {
    const sink = new ByteSink(1 << 12);
    this.writeTo(sink);
    return decoder.decode(sink.bytes.subarray(0, sink.length));
  }
}

const [BRACE, COMMA, END, EMPTY] = ["{", ",", "}", "{}"].map(pieceOf) as [Piece, Piece, Piece, Piece];
const NO_ISSUES = pieceOf(`,"issues":[]}`);

interface Member {
  /** Place of the matcher. */
  readonly at: number;
  /** Its key as it is written, with the colon behind it. */
  readonly key: Piece;
}

const MEMBERS = new WeakMap<readonly TaxonMatcher[], readonly Member[]>();

/** Members of an object stand in this order: keys that are whole numbers come first. */
function membersOf(matchers: readonly TaxonMatcher[]): readonly Member[] {
  let members = MEMBERS.get(matchers);
  if (members === undefined) {
    const order = Object.entries(Object.fromEntries(matchers.map(({ checklistKey }, at) => [checklistKey, at])));
    members = order.map(([checklistKey, at]) => ({ at, key: pieceOf(`${JSON.stringify(checklistKey)}:`) }));
    MEMBERS.set(matchers, members);
  }
  return members;
}
