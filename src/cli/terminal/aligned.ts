/** How is a small table shown to a person? Columns below each other, in letters that a terminal can be trusted with. */

/** Widest cell of a column that is not the last. */
const WIDEST = 48;

/** Lines of a table, columns padded to their widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((cells) => cells.map(printable));
  const widths: number[] = [];
  for (const cells of shown)
    for (const [column, cell] of cells.entries())
      widths[column] = Math.min(WIDEST, Math.max(widths[column] ?? 0, cell.length));
  const lines = shown.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

/** Without what a terminal would obey: control characters and changes of direction. */
function printable(cell: string): string {
  return cell.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "�");
}
