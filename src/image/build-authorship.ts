/**
 * How are authorships kept?
 *
 * Each distinct one once: team (text, itself kept once), year and the brackets around them, so that `(Linnaeus, 1758)`
 * and `Linnaeus, 1758` share their team. Text that is of no such form is a team without a year.
 */
import { StringTable } from "./build-strings.ts";
import type { Sections } from "./format.ts";
import { FORM_BRACKETS, FORM_YEAR_BLANK, FORM_YEAR_COMMA } from "./format-authorship.ts";
import { decodeText } from "./format-text.ts";

const WITH_YEAR = /^(\(?)([^()]*?)(, | )([1-9]\d{3})(\)?)$/;

/** Takes authorships apart; their ordinals stay. `bytes[starts[i], starts[i + 1])` is authorship i. */
export function layOutAuthorships(
  bytes: Uint8Array,
  starts: Uint32Array,
): Pick<Sections, "authorshipForm" | "authorshipYear" | "authorText" | "authorStart"> {
  const count = starts.length - 1;
  const teams = new StringTable();
  const authorshipForm = new Uint32Array(count);
  const authorshipYear = new Uint16Array(count);
  for (let ordinal = 1; ordinal < count; ordinal++) {
    const text = decodeText(bytes, starts[ordinal]!, starts[ordinal + 1]!);
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
