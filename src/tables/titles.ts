/**
 * How many lines stand above the header? Exports begin with a title, the date and the query; programs with lines of comment:
 *
 *   Species of the park, 2024
 *   # made by the office
 *   id,scientificName,locality      ← the header: the first line with known columns
 *
 * A line above it has no column that is known and, unless it is a comment, fewer cells than the header. Runs in browsers too.
 */
import { splitPlain } from "./cells.ts";

/** What is asked of the lines. */
interface TitleSearch {
  readonly delimiters: readonly string[];
  /** How many of these cells are names of columns that the caller knows. */
  readonly known: (cells: readonly string[]) => number;
  /** Columns that must be known: a list of names has a line like a header sooner than a table. */
  readonly fewestKnown: number;
}

/** Lines that are looked at: a title is no essay. */
const MOST_LINES = 25;

const COMMENT = /^\s*"?(?:#|\/\/|%)/;

/** How many of the first lines are titles and comments; 0 when the first one is the header, or none is found. */
export function linesAboveHeader(lines: readonly string[], search: TitleSearch): number {
  const looked = lines.slice(0, MOST_LINES);
  if (looked.length < 2 || columnsKnown(looked[0]!, search).known > 0) return 0;
  for (let i = 1; i < looked.length; i++) {
    const { known, delimiter } = columnsKnown(looked[i]!, search);
    if (known < search.fewestKnown) continue;
    const columns = filled(looked[i]!, delimiter);
    const isTitled = looked
      .slice(0, i)
      .every((line) => COMMENT.test(line) || filled(line, delimiter) <= Math.max(1, columns - 1));
    const hasColumns = columns > 1 || looked.slice(0, i).every((line) => COMMENT.test(line) || line.trim() === "");
    return isTitled && hasColumns ? i : 0;
  }
  return 0;
}

function columnsKnown(line: string, { delimiters, known }: TitleSearch): { known: number; delimiter: string } {
  let best = { known: 0, delimiter: "" };
  if (COMMENT.test(line)) return best;
  for (const delimiter of delimiters) {
    const found = known(cellsOf(line, delimiter));
    if (found > best.known) best = { known: found, delimiter };
  }
  return best;
}

function cellsOf(line: string, delimiter: string): string[] {
  return splitPlain(line, delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ""));
}

function filled(line: string, delimiter: string): number {
  return cellsOf(line, delimiter).filter((cell) => cell !== "").length;
}
