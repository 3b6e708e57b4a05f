/**
 * How large may a table be in one direction?
 *
 * Rows are without limit; what must be held at once is not: a quote that never closes, a file without line ends or a
 * header of a hundred thousand columns would otherwise take all memory before anybody could say what is wrong.
 */
import { FORM } from "../limits.ts";

/** Most columns of a table. */
export const MOST_COLUMNS = FORM.columns;

/** Longest row of a list that is matched, in bytes: lists come over the network, many at a time. */
export const LONGEST_LISTED_ROW_BYTES = FORM.rowBytes;

/**
 * Longest quoted cell, in characters. A quote whose partner is farther away was never closed: it is read as a character.
 * Less than a row, so that a stray quote is known for one before its row is too long.
 */
export const LONGEST_QUOTED_CELL = FORM.rowBytes - (1 << 16);

/** The same in a file, which nobody waits for: footprints of protected areas have megabytes. */
export const LONGEST_QUOTED_CELL_OF_FILE = 1 << 24;

/** Longest line of a file, in bytes. Beyond it the file has no lines, so it is not what it claims. */
export const LONGEST_LINE_BYTES = 1 << 24;

/** What is looked at to find out how a table is written down, in bytes. */
export const SAMPLE_BYTES = 1 << 18;
