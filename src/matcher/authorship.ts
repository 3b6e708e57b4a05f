export interface AuthorshipKey { comb: string[]; bas: string[]; year?: string; norm: string }
const norm = (s: string) => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const team = (s: string) => norm(s).replace(/ in .*/, "").replace(/\b(et|and|ex)\b|&/g, ",").replace(/[.\s]+/g, " ").split(",").map((x) => x.trim().replace(/^(\w )+(?=\w{2})/, "")).filter((x) => x && !/^\d+$/.test(x));
export function normalizeAuthorship(s: string): AuthorshipKey { const m = /^\(([^)]*)\)\s*(.*)$/.exec(s); const y = /\d{4}/.exec(s)?.[0]; const k: AuthorshipKey = { comb: team(m ? m[2]! : s), bas: m ? team(m[1]!) : [], norm: norm(s).replace(/[^a-z0-9()]/g, "") }; if (y) k.year = y; return k; }
const al = (x: string) => ({ linnaeus: "l", linne: "l", "l f": "lf" })[x] ?? x;
const same = (a: string[], b: string[]) => (!a.length || !b.length ? undefined : a.some((x) => b.some((y) => al(x) === al(y) || (x.length > 2 && y.startsWith(x)) || (y.length > 2 && x.startsWith(y)))));
export function compareAuthorship(a: AuthorshipKey, b: AuthorshipKey) {
  let v = same(a.comb, b.comb); if (v === undefined) v = same(a.bas, b.bas);
  if (v === undefined && (same(a.comb, b.bas) || same(a.bas, b.comb))) v = true;
  if (v !== true && a.year && b.year) v = Math.abs(+a.year - +b.year) <= 1;
  return { verdict: (v === undefined ? "UNKNOWN" : v ? "EQUAL" : "DIFFERENT") as "EQUAL" | "DIFFERENT" | "UNKNOWN", identical: a.norm === b.norm };
}
