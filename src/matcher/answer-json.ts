/**
 * The same JSON as `JSON.stringify(answerV2(…))`, byte for byte, without building the object.
 *
 * Most of an answer is a classification that thousands of answers share: its text is kept per parent taxon. Answers with
 * alternatives, candidates or steps are rare and take the plain way.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { type AnswerOptions, answerV2, noteOf } from "./answer.ts";
import { formattedName, nameType } from "./formatted-name.ts";
import type { MatchOutcome } from "./outcome.ts";
import { NO_TAXON } from "./taxa.ts";

/** Classifications kept; a checklist of 8 M names has about 600,000 genera and 30,000 higher taxa. */
const MAX_KEPT = 50_000;
const MAX_DEPTH = 100;

/** An answer in three pieces of text that follow each other. */
export interface AnswerParts {
  before: string;
  /** Classification above the answer's own taxon. */
  higherTaxa: string;
  after: string;
}

/** Writes answers of one image as JSON text. Keeps fragments: one writer per thread. */
export class AnswerWriter {
  readonly image: ImageReader;
  readonly #lineages = new Map<UsageOrdinal, string>();
  readonly #reasons = new Map<string, string>();
  readonly #parts: AnswerParts = { before: "", higherTaxa: "", after: "" };

  constructor(image: ImageReader) {
    this.image = image;
  }

  /** JSON of the v2 answer. */
  v2(outcome: MatchOutcome, options: AnswerOptions = {}): string {
    const { before, higherTaxa, after } = this.parts(outcome, options);
    return before + higherTaxa + after;
  }

  /**
   * JSON of the v2 answer in three parts. The object is used again by the next call; `higherTaxa` is the same string for
   * all answers below one taxon, so that whoever writes bytes can keep its bytes.
   */
  parts(outcome: MatchOutcome, options: AnswerOptions = {}): Readonly<AnswerParts> {
    const parts = this.#parts;
    parts.higherTaxa = "";
    parts.after = "";
    if (options.verbose === true || outcome.ambiguous) {
      parts.before = JSON.stringify(answerV2(outcome, this.image, options));
      return parts;
    }
    const { image } = this;
    const { usage } = outcome;
    const diagnostics = `"diagnostics":${this.#diagnostics(outcome, options)},"synonym":`;
    if (usage === NO_TAXON) {
      parts.before = `{${diagnostics}false}`;
      return parts;
    }
    const accepted = image.accepted(usage);
    const taxon = accepted === NO_TAXON ? usage : accepted;
    const acceptedUsage = accepted === NO_TAXON ? "" : `"acceptedUsage":${this.#usage(accepted, false)},`;
    const parent = image.parent(taxon);
    parts.before = `{"usage":${this.#usage(usage, true)},${acceptedUsage}"classification":[`;
    if (parent !== NO_TAXON) parts.higherTaxa = this.#lineage(parent, 0);
    const comma = parent === NO_TAXON ? "" : ",";
    parts.after = `${comma}${this.#step(taxon)}],${diagnostics}${isSynonym(image.status(usage))}}`;
    return parts;
  }

  #usage(usage: UsageOrdinal, withStatus: boolean): string {
    const { image } = this;
    const canonicalName = image.canonicalName(usage);
    const name = image.scientificName(usage);
    let json = `{"key":${quote(image.id(usage))},"name":${quote(name)},"canonicalName":${quote(canonicalName)}`;
    const authorship = image.authorship(usage);
    if (authorship !== undefined) json += `,"authorship":${quote(authorship)}`;
    const rank = image.rank(usage);
    if (rank !== undefined) json += `,"rank":"${rank}"`;
    const code = image.code(usage);
    if (code !== undefined) json += `,"code":"${code}"`;
    if (withStatus) json += `,"status":"${image.status(usage)}"`;
    const type = nameType(canonicalName);
    if (type === "SCIENTIFIC" && canonicalName.includes(" ")) {
      const words = canonicalName.split(" ");
      json += `,"genericName":${quote(words[0]!)},"specificEpithet":${quote(words[1]!)}`;
      if (words.length > 2) json += `,"infraspecificEpithet":${quote(words[words.length - 1]!)}`;
    }
    return `${json},"type":"${type}","formattedName":${quote(formattedName(name, canonicalName, type))}}`;
  }

  #step(taxon: UsageOrdinal): string {
    const rank = this.image.rank(taxon);
    const start = `{"key":${quote(this.image.id(taxon))},"name":${quote(this.image.canonicalName(taxon))}`;
    return rank === undefined ? `${start}}` : `${start},"rank":"${rank}"}`;
  }

  /** Taxa from the root to `taxon`, joined by commas. */
  #lineage(taxon: UsageOrdinal, depth: number): string {
    const kept = this.#lineages.get(taxon);
    if (kept !== undefined) return kept;
    const parent = this.image.parent(taxon);
    // Depth counts from the answer's own taxon, as in Taxa.lineage, which cuts circles of parents.
    const above = parent === NO_TAXON || depth >= MAX_DEPTH - 2 ? "" : `${this.#lineage(parent, depth + 1)},`;
    const json = above + this.#step(taxon);
    if (depth === 0) {
      if (this.#lineages.size >= MAX_KEPT) this.#lineages.clear();
      this.#lineages.set(taxon, json);
    }
    return json;
  }

  #diagnostics(outcome: MatchOutcome, options: AnswerOptions): string {
    const none = outcome.matchType === "NONE";
    let json = `{"matchType":"${outcome.matchType}"`;
    if (outcome.issues.length > 0 || none) json += `,"issues":${JSON.stringify(outcome.issues)}`;
    if (outcome.flags.length > 0) json += `,"processingFlags":${JSON.stringify(outcome.flags)}`;
    if (!none) json += `,"confidence":${outcome.confidence}`;
    const note = noteOf(outcome, false);
    if (note !== undefined) json += `,"note":${quote(note)}`;
    if (options.timeTaken !== undefined) json += `,"timeTaken":${JSON.stringify(options.timeTaken)}`;
    if (outcome.reasons.length > 0) json += `,"reasons":${this.#reasonsJson(outcome.reasons)}`;
    const { chosen } = outcome;
    if (chosen !== undefined && chosen.spelling !== "exact") json += `,"editDistance":${chosen.editDistance}`;
    if (outcome.qualifier !== undefined) json += `,"qualifier":${quote(outcome.qualifier)}`;
    if (outcome.decidedBy.length > 0) json += `,"decidedBy":${JSON.stringify(outcome.decidedBy)}`;
    if (options.release !== undefined) json += `,"release":${quote(options.release)}`;
    return `${json}}`;
  }

  #reasonsJson(reasons: readonly string[]): string {
    if (reasons.length === 1) return `["${reasons[0]}"]`;
    const key = reasons.join('","');
    let json = this.#reasons.get(key);
    if (json === undefined) {
      json = `["${key}"]`;
      this.#reasons.set(key, json);
    }
    return json;
  }
}

/** What cannot stand in a JSON string as it is, lone surrogates included. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function quote(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
