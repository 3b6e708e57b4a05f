/** What does a cell say, and how is what was said before remembered? */

/** Distinct values of a vocabulary or classification column that are remembered; a wrongly mapped column has millions. */
export const REMEMBERED = 50_000;

/** Trimmed cell; `undefined` when empty or a database's word for nothing. */
export function cleanCell(cell: string): string | undefined {
  const { length } = cell;
  if (length === 0) return undefined;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(length - 1);
  // Spaces and control characters are below 33, the non-breaking space and wide spaces above 159.
  if (first <= 32 || last <= 32 || first === 160 || last === 160 || last > 8191) return emptyAsAbsent(cell.trim());
  return length === 2 || length === 4 ? emptyAsAbsent(cell) : cell;
}

function emptyAsAbsent(cell: string): string | undefined {
  return cell === "" || cell === "\\N" || cell === "NULL" ? undefined : cell;
}

/** True for what databases write for yes: `t`, `true`, `1`, `y`, `yes`. */
export function isTrue(flag: string): boolean {
  return /^(t|true|1|y|yes)$/i.test(flag);
}

/** A bounded memory of what the words of a vocabulary column mean; most rows repeat the word of the row before. */
export class Memory<T> {
  readonly #values = new Map<string, T | null>();
  #lastText = "";
  #lastValue: T | null = null;

  /** What `text` means, `null` when nothing. */
  get(text: string, parse: (text: string) => T | undefined): T | null {
    if (text === this.#lastText) return this.#lastValue;
    let value = this.#values.get(text);
    if (value === undefined) {
      value = parse(text) ?? null;
      if (this.#values.size >= REMEMBERED) this.#values.clear();
      this.#values.set(ownCopy(text), value);
    }
    this.#lastText = text;
    this.#lastValue = value;
    return value;
  }
}

/** A cell is a window on the piece of the file it was cut from, and keeps all of it in memory. A copy does not. */
export function ownCopy(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
