/** Who recorded and identified it? Identifiers of people. */
import type { Interpreter } from "../tools.ts";

const ORCID = /^(?:https?:\/\/)?(?:www\.)?(?:orcid\.org\/|orcid:\s*)?(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX])\/?$/i;

/** Sets the identifiers of people. */
export function interpretPeopleIds(term: "recordedByID" | "identifiedByID"): Interpreter {
  return (record, out) => {
    out[term] = identifiers(record.list(term));
  };
}

function identifiers(parts: readonly string[] | undefined): readonly string[] | undefined {
  if (parts === undefined) return undefined;
  // GBIF splits at commas, too; identifiers that have one in themselves stay whole.
  const all = parts.flatMap((part) => part.split(/,\s*(?=https?:|orcid|www\.|\d{4}-\d)/i)).map((part) => part.trim());
  return [...new Set(all.filter((part) => part !== "").map(normalised))];
}

function normalised(identifier: string): string {
  const digits = ORCID.exec(identifier)?.[1]?.replaceAll("-", "").toUpperCase();
  if (digits === undefined || !isChecked(digits)) return identifier;
  return `https://orcid.org/${digits.replace(/(.{4})(?=.)/g, "$1-")}`;
}

/** ISO 7064 MOD 11-2, the check digit of an ORCID. */
function isChecked(digits: string): boolean {
  let total = 0;
  for (const digit of digits.slice(0, -1)) total = ((total + Number(digit)) * 2) % 11;
  const check = (12 - total) % 11;
  return digits.at(-1) === (check === 10 ? "X" : String(check));
}
