/**
 * How are authorships kept?
 *
 * Each distinct one once: team (text, itself kept once), year and the brackets around them, so that `(Linnaeus, 1758)`
 * and `Linnaeus, 1758` share their team. Text that is of no such form is a team without a year.
 */

import {
  AUTHORSHIP_SHIFT,
  FORM_BRACKETS,
  FORM_YEAR_COMMA,
  FORM_YEAR_SPACE,
  LONGEST_TEAM,
  packAuthorship,
} from "../layout/authorship-bytes.ts";
import type { Sections } from "../layout/format.ts";
import { decodeText } from "../layout/text.ts";
import { StringTable } from "../words/build-strings.ts";

const WITH_YEAR = /^(\(?)([^()]*?)(, | )([1-9]\d{3})(\)?)$/;

/** Takes authorships apart; their ordinals stay. `bytes[starts[i], starts[i + 1])` is authorship i. */
export function layOutAuthorships(
  bytes: Uint8Array,
  starts: Uint32Array,
): Pick<Sections, "authorshipRows" | "authorText"> {
  const count = starts.length - 1;
  const teams = new StringTable();
  const authorshipRows = new Uint32Array(count << AUTHORSHIP_SHIFT);
  const put = (ordinal: number, teamText: string, year: number, form: number) => {
    const team = teams.intern(teamText);
    const { values } = teams.starts;
    const row = ordinal << AUTHORSHIP_SHIFT;
    authorshipRows[row] = values[team]!;
    authorshipRows[row + 1] = packAuthorship(values[team + 1]! - values[team]!, year, form);
  };
  for (let ordinal = 1; ordinal < count; ordinal++) {
    const start = starts[ordinal]!;
    const end = starts[ordinal + 1]!;
    const text = decodeText(bytes, start, end);
    const parts = end - start > LONGEST_TEAM ? null : WITH_YEAR.exec(text);
    if (parts === null || (parts[1] === "") !== (parts[5] === "")) {
      put(ordinal, text, 0, 0);
      continue;
    }
    const brackets = parts[1] === "" ? 0 : FORM_BRACKETS;
    const separator = parts[3] === " " ? FORM_YEAR_SPACE : FORM_YEAR_COMMA;
    put(ordinal, parts[2]!, Number(parts[4]), brackets | separator);
  }
  return { authorshipRows, authorText: teams.usedBytes() };
}
