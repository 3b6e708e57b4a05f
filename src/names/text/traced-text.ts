/** Builds a text that knows where each code unit came from. */
export class Writer {
  readonly #pieces: string[] = [];
  #length = 0;
  #starts: Int32Array;
  #ends: Int32Array;

  constructor(capacity: number) {
    this.#starts = new Int32Array(capacity + 16);
    this.#ends = new Int32Array(capacity + 16);
  }

  /** The character put last. */
  get last(): string {
    const piece = this.#pieces[this.#pieces.length - 1] ?? "";
    return piece.length > 1 ? piece.charAt(piece.length - 1) : piece;
  }

  /** Copies a run of a text whose code units came from `starts` … `ends`. */
  copy(text: string, from: number, to: number, starts: Int32Array, ends: Int32Array): void {
    if (from >= to) return;
    const length = this.#length + to - from;
    this.#reserve(length);
    for (let out = this.#length, at = from; at < to; out++, at++) {
      this.#starts[out] = starts[at]!;
      this.#ends[out] = ends[at]!;
    }
    this.#length = length;
    this.#pieces.push(text.slice(from, to));
  }

  put(piece: string, from: number, to: number): void {
    if (piece === "") return;
    const length = this.#length + piece.length;
    this.#reserve(length);
    for (let out = this.#length; out < length; out++) {
      this.#starts[out] = from;
      this.#ends[out] = to;
    }
    this.#length = length;
    this.#pieces.push(piece);
  }

  replaceLast(char: string, to: number): void {
    const piece = this.#pieces[this.#pieces.length - 1]!;
    this.#pieces[this.#pieces.length - 1] = piece.length > 1 ? piece.slice(0, -1) + char : char;
    this.#ends[this.#length - 1] = to;
  }

  #reserve(length: number): void {
    if (length <= this.#starts.length) return;
    this.#starts = larger(this.#starts, length);
    this.#ends = larger(this.#ends, length);
  }

  take(): { text: string; starts: Int32Array; ends: Int32Array } {
    return { text: this.#pieces.join(""), starts: this.#starts, ends: this.#ends };
  }
}

function larger(old: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(length * 2);
  grown.set(old);
  return grown;
}
