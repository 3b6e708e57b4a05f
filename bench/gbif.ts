// Measures: how many of GBIF's own test cases the matcher answers as GBIF's tests want.
// Corpus:   ../shared/data/gbif/cases.jsonl on its backbones; prints each case that fails. Not part of the product.
import { readFileSync } from "node:fs";
import { answerV1 } from "../src/matcher/answer-v1.ts";
import { answerV2 } from "../src/matcher/answer.ts";
import { Matcher } from "../src/matcher/match.ts";
import { ImageReader, type Row } from "../src/image/read.ts";
const D = new URL("../../shared/data/gbif/", import.meta.url);
function load(file: string): ImageReader {
  const [head, ...lines] = readFileSync(new URL(file, D), "utf8").split("\n").filter(Boolean);
  const cols = head!.split("\t");
  return new ImageReader(lines.map((l) => { const v = l.split("\t"); const r: any = Object.fromEntries(cols.map((c, i) => [c, v[i] ?? ""]));
    return { id: r.taxonID, parentId: r.parentID || undefined, acceptedId: r.acceptedID || undefined, canonicalName: r.canonicalName || r.scientificName, authorship: r.authorship, scientificName: r.scientificName.endsWith(r.authorship) ? r.scientificName : (r.scientificName + " " + r.authorship).trim(), rank: r.rank, status: r.status === "DOUBTFUL" ? "PROVISIONALLY_ACCEPTED" : r.status } as Row; }));
}
const images: any = { nub: load("backbone.tsv"), ws: load("backbone_ws.tsv") };
const filter = process.argv[2];
let tot: any = {}, ok: any = {};
for (const line of readFileSync(new URL("cases.jsonl", D), "utf8").split("\n").filter(Boolean)) {
  const c = JSON.parse(line); if (c.kind !== "match" || !images[c.backbone]) continue;
  const q = c.query; if (filter && !String(q.name).includes(filter)) continue;
  const { name, rank, ...rest } = q;
  const image = images[c.backbone];
  const query: any = { ...rest, scientificName: name, taxonRank: rank, verbose: true }; if (q.usageKey) query.usageKey = String(q.usageKey);
  const out = new Matcher(image).match(query);
  const v1: any = answerV1(out, image); const v2: any = answerV2(out, image, { verbose: !!filter });
  const key = c.api === "v1" ? v1.usageKey ?? null : v2.usage?.key ?? null;
  const conf = c.api === "v1" ? v1.confidence : v2.diagnostics.confidence;
  const mt = c.api === "v1" ? v1.matchType : v2.diagnostics.matchType; const e = c.expect; const bad: string[] = [];
  if ("usageKey" in e && key !== e.usageKey) bad.push(`key ${key} (${v1.scientificName})`);
  if (e.matchTypeNot && mt === e.matchTypeNot) bad.push("type " + mt);
  if (e.matchType && mt !== e.matchType) bad.push("type " + mt);
  if (e.minConfidence !== undefined && !(e.usageKey === null && e.note) && !(conf >= e.minConfidence && conf <= e.maxConfidence)) bad.push("conf " + conf);
  if ("confidence" in e && (conf ?? null) !== e.confidence) bad.push("conf " + conf);
  if (e.canonicalName && v1.canonicalName !== e.canonicalName) bad.push("canon");
  tot[c.api] = (tot[c.api] ?? 0) + 1; if (bad.length) console.log(c.api, JSON.stringify(q), "WANT", JSON.stringify(e), "GOT", bad.join(" "), out.reasons.join(",")); else ok[c.api] = (ok[c.api] ?? 0) + 1;
  if (filter) { console.log(out.steps?.join("\n")); console.log(JSON.stringify(v2)); }
}
console.log(ok, tot);
