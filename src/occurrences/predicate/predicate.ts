/**
 * What is asked of occurrences? One tree, whatever it was written in: GBIF's parameters, GBIF's predicates, iDigBio's
 * queries. Values are checked and brought to the type of their column; `to-sql.ts` renders it.
 */
import type { Parameter } from "./parameters.ts";
import type { Period } from "./periods.ts";
import type { Region } from "./regions.ts";

/** Bounds of a comparison; an absent one is open. */
export interface Bounds {
  readonly gte?: number | undefined;
  readonly gt?: number | undefined;
  readonly lte?: number | undefined;
  readonly lt?: number | undefined;
}

/** A value in the type of its column. */
export type Value = string | number | boolean;

/** A leaf about one parameter. */
export type Comparison =
  | {
      readonly type: "equals";
      readonly parameter: Parameter;
      readonly values: readonly Value[];
      readonly matchCase?: boolean;
    }
  | { readonly type: "range"; readonly parameter: Parameter; readonly bounds: Bounds }
  /** The record's interval lies within the period; without a period that has an end, see `Bounds` in milliseconds. */
  | { readonly type: "within-period"; readonly parameter: Parameter; readonly period: Partial<Period> }
  /** The record's interval and the span have an instant in common. */
  | { readonly type: "overlaps"; readonly parameter: Parameter; readonly period: Partial<Period> }
  /** `*` stands for any characters, `?` for one; `\\` before one of them, or before itself, takes it as it is written. */
  | { readonly type: "like"; readonly parameter: Parameter; readonly pattern: string; readonly matchCase?: boolean }
  | { readonly type: "is-null" | "is-not-null"; readonly parameter: Parameter };

/** The tree. */
export type Predicate =
  | { readonly type: "all" }
  | { readonly type: "none" }
  | { readonly type: "and" | "or"; readonly predicates: readonly Predicate[] }
  | { readonly type: "not"; readonly predicate: Predicate }
  | { readonly type: "within"; readonly region: Region }
  | { readonly type: "near"; readonly latitude: number; readonly longitude: number; readonly metres: number }
  | { readonly type: "words"; readonly words: readonly string[] }
  /** Records of some datasets: the folders of their files, or the indexes that hold them. */
  | { readonly type: "from"; readonly places: readonly string[] }
  | Comparison;

/** Everything. */
export const ALL: Predicate = { type: "all" };
/** Nothing. */
export const NOTHING: Predicate = { type: "none" };

/** All of these. */
export function and(predicates: readonly Predicate[]): Predicate {
  const some = predicates.filter(({ type }) => type !== "all");
  return some.length === 0 ? ALL : some.length === 1 ? some[0]! : { type: "and", predicates: some };
}

/** Any of these. */
export function or(predicates: readonly Predicate[]): Predicate {
  return predicates.length === 1 ? predicates[0]! : { type: "or", predicates };
}

/**
 * The same tree with fewer leaves: what is joined by `or` and asks one parameter for values is one question for all of them.
 * Clients write a thousand species as a thousand predicates, and an engine takes much longer for those than for one list.
 */
export function simplified(predicate: Predicate): Predicate {
  if (predicate.type === "not") return { type: "not", predicate: simplified(predicate.predicate) };
  if (predicate.type !== "or" && predicate.type !== "and") return predicate;
  const inner = predicate.predicates
    .map(simplified)
    .flatMap((one): readonly Predicate[] => (one.type === predicate.type ? one.predicates : [one]));
  if (predicate.type === "and") return { type: "and", predicates: inner };
  const values = new Map<Parameter, [Set<Value>, Set<Value>]>();
  const rest: Predicate[] = [];
  for (const one of inner) {
    if (one.type !== "equals") rest.push(one);
    else {
      const known = values.get(one.parameter) ?? [new Set(), new Set()];
      values.set(one.parameter, known);
      for (const value of one.values) known[one.matchCase === true ? 1 : 0].add(value);
    }
  }
  const equals = [...values].flatMap(([parameter, sets]) =>
    sets.flatMap((set, matchCase): Predicate[] =>
      set.size === 0
        ? []
        : [{ type: "equals", parameter, values: [...set], ...(matchCase === 1 && { matchCase: true }) }],
    ),
  );
  return { type: "or", predicates: [...equals, ...rest] };
}

/** Leaves of a tree. */
export function leafCount(predicate: Predicate): number {
  if (predicate.type === "not") return leafCount(predicate.predicate);
  if (predicate.type !== "and" && predicate.type !== "or") return 1;
  return predicate.predicates.reduce((sum, one) => sum + leafCount(one), 0);
}

/** Parameters that a tree speaks of, each once. */
export function parametersOf(predicate: Predicate, found = new Set<Parameter>()): ReadonlySet<Parameter> {
  if (predicate.type === "and" || predicate.type === "or")
    for (const inner of predicate.predicates) parametersOf(inner, found);
  else if (predicate.type === "not") parametersOf(predicate.predicate, found);
  else if ("parameter" in predicate) found.add(predicate.parameter);
  return found;
}
