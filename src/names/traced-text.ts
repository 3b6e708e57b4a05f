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

  /** The piece put last. */
  get last(): string {
    return this.#pieces[this.#pieces.length - 1] ?? "";
  }

  put(piece: string, from: number, to: number): void {
    if (piece === "") return;
    const length = this.#length + piece.length;
    if (length > this.#starts.length) {
      this.#starts = larger(this.#starts, length);
      this.#ends = larger(this.#ends, length);
    }
    this.#starts.fill(from, this.#length, length);
    this.#ends.fill(to, this.#length, length);
    this.#length = length;
    this.#pieces.push(piece);
  }

  replaceLast(char: string, to: number): void {
    this.#pieces[this.#pieces.length - 1] = char;
    this.#ends[this.#length - 1] = to;
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
