import type { ReadProblem } from "../protocol.ts";

/** A source that cannot be used; `code` is put into words by the page. */
export class SourceProblem extends Error {
  readonly code: ReadProblem;

  constructor(code: ReadProblem, message: string = code) {
    super(message);
    this.code = code;
  }
}
