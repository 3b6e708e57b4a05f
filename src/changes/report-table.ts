/** The changes between two releases as rows of a table, a row for each name or usage. */
import type { ChangeSide } from "./kinds.ts";
import type { NameChange } from "./name-changes.ts";
import type { ShownUsage, UsageChange } from "./usage-changes.ts";

/** A column and the text of its cells. */
type Column<T> = readonly [name: string, cell: (change: T) => string | number | undefined];

const SIDE = [
  "matchType",
  "key",
  "name",
  "rank",
  "status",
  "acceptedKey",
  "acceptedName",
  "kingdom",
  "phylum",
  "class",
  "order",
  "family",
] as const;

const NAME_COLUMNS: readonly Column<NameChange>[] = [
  ["change", ({ kind }) => kind],
  ["count", ({ count }) => count],
  ["name", ({ scientificName }) => scientificName],
  ["differs", ({ differs }) => differs.join(" ")],
  ...SIDE.flatMap((member): Column<NameChange>[] => [
    [`before_${member}`, ({ before }) => before[member]],
    [`after_${member}`, ({ after }) => after[member]],
  ]),
];

const USAGE = ["key", "name", "rank", "status", "acceptedName", "parent"] as const;

const USAGE_COLUMNS: readonly Column<UsageChange>[] = [
  ["change", ({ change }) => change],
  ["differs", ({ differs }) => differs.join(" ")],
  ...USAGE.flatMap((member): Column<UsageChange>[] => [
    [`before_${member}`, ({ before }) => before?.[member]],
    [`after_${member}`, ({ after }) => after?.[member]],
  ]),
];

/** Header and rows of what changes for names. */
export function nameTable(changes: Iterable<NameChange>): Generator<string[]> {
  return tableOf(NAME_COLUMNS, changes);
}

/** Header and rows of what changes of usages. */
export function usageTable(changes: Iterable<UsageChange>): Generator<string[]> {
  return tableOf(USAGE_COLUMNS, changes);
}

function* tableOf<T>(columns: readonly Column<T>[], changes: Iterable<T>): Generator<string[]> {
  yield columns.map(([name]) => name);
  for (const change of changes) yield columns.map(([, cell]) => String(cell(change) ?? ""));
}

/** The same in five columns, for people. */
export function* briefNames(changes: Iterable<NameChange>): Generator<string[]> {
  yield ["change", "count", "name", "before", "after"];
  for (const { kind, count, scientificName, before, after } of changes)
    yield [kind, String(count), scientificName, briefSide(before), briefSide(after)];
}

/** The same in five columns, for people. */
export function* briefUsages(changes: Iterable<UsageChange>): Generator<string[]> {
  yield ["change", "key", "differs", "before", "after"];
  for (const { change, differs, before, after } of changes)
    yield [change, (after ?? before)!.key, differs.join(" "), briefUsage(before), briefUsage(after)];
}

function briefSide({ matchType, name, status, acceptedName, family }: ChangeSide): string {
  if (name === undefined) return matchType.toLowerCase();
  return brief(name, acceptedName === name ? undefined : acceptedName, [status?.toLowerCase(), family]);
}

function briefUsage(usage: ShownUsage | undefined): string {
  if (!usage) return "";
  return brief(usage.name, usage.acceptedName, [usage.rank?.toLowerCase(), usage.status.toLowerCase(), usage.parent]);
}

function brief(name: string, acceptedName: string | undefined, more: readonly (string | undefined)[]): string {
  const accepted = acceptedName === undefined ? "" : ` → ${acceptedName}`;
  const rest = more.filter((text) => text !== undefined && text !== "");
  return `${name}${accepted}${rest.length > 0 ? ` (${rest.join(", ")})` : ""}`;
}
