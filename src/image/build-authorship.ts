/**
 * Which number has an authorship?
 *
 * Each distinct authorship is kept once: team (text, itself kept once), year and the brackets around them, so that
 * `(Linnaeus, 1758)` and `Linnaeus, 1758` share their team. Text that is of no such form is a team without a year.
 */
import { NumberColumn, StringTable } from "./build-strings.ts";
import { FORM_BRACKETS, FORM_YEAR_BLANK, FORM_YEAR_COMMA } from "./format-authorship.ts";
import { finishHash, slotOf } from "./format-hash.ts";

const WITH_YEAR = /^(\(?)([^()]*?)(, | )([1-9]\d{3})(\)?)$/;

/** Numbers authorships; 0 is "none". */
export class AuthorshipTable {
  readonly teams = new StringTable();
  readonly forms = new NumberColumn();
  readonly years = new NumberColumn();
  private slots = new Uint32Array(1 << 12);

  constructor() {
    this.forms.push(0);
    this.years.push(0);
  }

  /** The ordinal of an authorship. */
  intern(authorship: string | undefined): number {
    if (authorship === undefined || authorship === "") return 0;
    let team = authorship;
    let form = 0;
    let year = 0;
    const parts = WITH_YEAR.exec(authorship);
    if (parts !== null && (parts[1] === "") === (parts[5] === "")) {
      team = parts[2]!;
      year = Number(parts[4]);
      form = (parts[1] === "" ? 0 : FORM_BRACKETS) | (parts[3] === " " ? FORM_YEAR_BLANK : FORM_YEAR_COMMA);
    }
    return this.internParts((this.teams.intern(team) << 3) | form, year);
  }

  private internParts(form: number, year: number): number {
    const packed = form >>> 0;
    let slot = slotOf(authorshipHash(packed, year), this.slots.length);
    for (;;) {
      const ordinal = this.slots[slot]!;
      if (ordinal === 0) break;
      if (this.forms.values[ordinal] === packed && this.years.values[ordinal] === year) return ordinal;
      if (++slot === this.slots.length) slot = 0;
    }
    const ordinal = this.forms.length;
    this.forms.push(packed);
    this.years.push(year);
    this.slots[slot] = ordinal;
    if (ordinal > this.slots.length * 0.7) this.growSlots();
    return ordinal;
  }

  private growSlots(): void {
    const capacity = this.slots.length * 2;
    this.slots = new Uint32Array(capacity);
    for (let ordinal = 1; ordinal < this.forms.length; ordinal++) {
      let slot = slotOf(authorshipHash(this.forms.values[ordinal]!, this.years.values[ordinal]!), capacity);
      while (this.slots[slot] !== 0) if (++slot === capacity) slot = 0;
      this.slots[slot] = ordinal;
    }
  }
}

function authorshipHash(form: number, year: number): number {
  return finishHash(form ^ Math.imul(year, 0x9e3779b1));
}
