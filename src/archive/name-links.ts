/**
 * Are rows of a source linked by names, where ids are missing?
 *
 * Some sources have no columns of ids for parents and accepted usages, some have them and leave them empty in the very
 * rows that need them. Then names must be looked up, which takes all names in memory: so one looks first.
 */
import { RowSplitter } from "../tables/rows.ts";
import { decodePieces } from "../tables/text.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { cleanCell } from "./cell.ts";
import type { TablePart } from "./table-source.ts";
import { lacksIds } from "./terms.ts";

/** True when some row names its parent or accepted usage and does not give its id. Reads until the first such row. */
export async function areLinkedByName(parts: readonly TablePart[], path: string): Promise<boolean> {
  for (const part of parts) if (lacksIds(part.table.fields) || (await hasEmptyIds(part, path))) return true;
  return false;
}

async function hasEmptyIds({ file, table }: TablePart, path: string): Promise<boolean> {
  const { acceptedId, acceptedName, parentId, parentName, scientificName } = table.fields.columns;
  const pairs = [
    [acceptedId, acceptedName],
    [parentId, parentName],
  ].filter((pair): pair is [number, number] => pair[0] !== undefined && pair[1] !== undefined);
  if (pairs.length === 0) return false;
  const wanted = [...new Set([...pairs.flat(), ...(scientificName === undefined ? [] : [scientificName])])];
  const slots = pairs.map(([id, name]) => [wanted.indexOf(id), wanted.indexOf(name)] as const);
  const own = scientificName === undefined ? -1 : wanted.indexOf(scientificName);
  let isFound = false;
  const splitter = new RowSplitter(
    table.format,
    { wanted, count: table.columnCount },
    (cells) => {
      isFound ||= slots.some(([id, name]) => {
        const named = cleanCell(cells[name]!);
        // Accepted usages often name themselves.
        return named !== undefined && cleanCell(cells[id]!) === undefined && !(cells[own] ?? "").startsWith(named);
      });
    },
    new ProblemReport(),
  );
  for await (const piece of decodePieces(file.read(), table.format, path, () => splitter.line)) {
    splitter.push(piece);
    if (isFound) return true;
  }
  splitter.end();
  return isFound;
}
