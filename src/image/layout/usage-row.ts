/**
 * What stands in the row of a usage?
 *
 * All that a decision and its answer read of a usage lies side by side, in one cache line: in 8 M usages each column of
 * its own was another wait for main memory.
 *
 *      usage u   usageRows[4 u]   flags and id template (layout/flags.ts) | link | authorship | id number
 */

/** `usage << ROW_SHIFT` is where its row begins. */
export const ROW_SHIFT = 2;

/** Elements of a row behind the flags: accepted usage of a synonym, else parent; NO_USAGE when there is none. */
export const LINK = 1;
/** Number of the authorship, 0 = none. */
export const AUTHORSHIP = 2;
/** Number in the template, or of the text, of the id; see layout/id-bytes.ts. */
export const ID_NUMBER = 3;
