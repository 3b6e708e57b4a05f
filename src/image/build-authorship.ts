/**
 * How are authorships kept?
 *
 * Each distinct one once: team (text, itself kept once), year and the brackets around them, so that `(Linnaeus, 1758)`
 * and `Linnaeus, 1758` share their team. Text that is of no such form is a team without a year.
 */
import { StringTable } from "./build-strings.ts";
import type { Sections } from "./format.ts";
import { FORM_BRACKETS, FORM_YEAR_BLANK, FORM_YEAR_COMMA } from "./format-authorship.ts";

const WITH_YEAR = /^(\(?)([^()]*?)(, | )([1-9]\d{3})(\)?)$/;

/** Takes the authorships of a table apart; their ordinals stay. */
export function layOutAuthorships(
  authorships: StringTable,
): Pick<Sections, "authorshipForm" | "authorshipYear" | "authorText" | "authorStart"> {
  const teams = new StringTable();
  const authorshipForm = new Uint32Array(authorships.size);
  const authorshipYear = new Uint16Array(authorships.size);
  for (let ordinal = 1; ordinal < authorships.size; ordinal++) {
    const text = authorships.text(ordinal);
    const parts = WITH_YEAR.exec(text);
    if (parts === null || (parts[1] === "") !== (parts[5] === "")) {
      authorshipForm[ordinal] = teams.intern(text) << 3;
      continue;
    }
    const brackets = parts[1] === "" ? 0 : FORM_BRACKETS;
    const separator = parts[3] === " " ? FORM_YEAR_BLANK : FORM_YEAR_COMMA;
    authorshipForm[ordinal] = (teams.intern(parts[2]!) << 3) | brackets | separator;
    authorshipYear[ordinal] = Number(parts[4]);
  }
  return { authorshipForm, authorshipYear, authorText: teams.usedBytes(), authorStart: teams.starts.used() };
}
