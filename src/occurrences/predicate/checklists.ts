/**
 * In which checklist is a taxon meant? Columns hold the taxonomy of a dataset's first checklist; those of the others are
 * read from `classifications`.
 *
 * A parameter of another checklist has a column of its own name, `checklist:KEY:taxonKeys`, that `sourceOf` of the search
 * makes.
 */
import type { Parameter } from "./parameters.ts";

/** Columns of other checklists begin so in SQL. */
export const OTHER_CHECKLIST = "checklist:";

const made = new Map<string, Parameter>();
/** Parameters that are remembered, so that one asked twice is the same. */
const MOST_MADE = 10_000;

/** The parameter as it is meant in a checklist: itself for what is no taxonomy, and without a key. */
export function inChecklist(parameter: Parameter, checklistKey: string | undefined): Parameter {
  if (checklistKey === undefined || !isTaxonomic(parameter)) return parameter;
  const what = parameter.name === "taxonKey" ? "taxonKeys" : parameter.name;
  const column = `${OTHER_CHECKLIST}${checklistKey}:${what}`;
  let found = made.get(column);
  if (found === undefined) {
    if (made.size >= MOST_MADE) made.clear();
    const isList = what === "taxonKeys" || what === "taxonomicIssue";
    found = { ...parameter, column, isList };
    made.set(column, found);
  }
  return found;
}

/** The checklist of a parameter that `inChecklist` made. */
export function checklistOf({ column }: Parameter): string | undefined {
  if (!column?.startsWith(OTHER_CHECKLIST)) return undefined;
  return column.slice(OTHER_CHECKLIST.length, column.lastIndexOf(":"));
}

function isTaxonomic({ name, kind }: Parameter): boolean {
  return (
    kind === "taxonKey" ||
    kind === "scientificName" ||
    ["taxonomicStatus", "iucnRedListCategory", "taxonomicIssue"].includes(name)
  );
}

/** SQL of such a column from `classifications`: `("col", "familyKey")`. */
export function checklistSql(checklistKey: string, what: string): string {
  const entry = `'$."${checklistKey.replaceAll("'", "''").replaceAll('"', '\\"')}"`;
  const text = (path: string) => `json_extract_string(classifications, ${entry}.${path}')`;
  switch (what) {
    case "taxonKeys":
      return (
        `list_filter(list_concat(${text("classification[*].key")}, [${text("usage.key")}, ${text("acceptedUsage.key")}]), ` +
        "e -> e IS NOT NULL)"
      );
    case "acceptedTaxonKey":
      return text("acceptedUsage.key");
    case "scientificName":
      return text("usage.name");
    case "taxonomicStatus":
      return text("taxonomicStatus");
    case "iucnRedListCategory":
      return text("iucnRedListCategoryCode");
    case "taxonomicIssue":
      return text("issues[*]");
    default: {
      const rank = what.replace(/Key$/, "").toUpperCase();
      const taxa = `from_json(json_extract(classifications, ${entry}.classification'), '[{"key":"VARCHAR","rank":"VARCHAR"}]')`;
      return `(list_filter(${taxa}, e -> e.rank = '${rank}')[1]).key`;
    }
  }
}
