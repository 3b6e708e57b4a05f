/** No text that is sent as a name takes long: neither 40 digits nor 4,000 brackets. In a process that can be ended. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { MAIN, smallSource } from "../faults/server.ts";
import { temporaryFolder } from "../http/small-service.ts";

/** Repeated, each makes a text in which much could be read in many ways. */
const UNITS = [
  ..."9§aA_()[\"'?×&,.:;/=-–|é漢",
  ..."1,|1 |1-|A1|IV.|a.|A.|Aa|Aa |aa |AA |ABC |No. |d__a;|- |– |()|(a|x |& |et |ex |in |, |. |a/|sp. |cf. ".split("|"),
  ..."var. |1800 |(1800) |L. |Mill. |de |d'|non |sensu |subg. |a-|A-|[a] |a×".split("|"),
  ..."(x) |(|♀ |* |'a' |n. sp. |o |of |Aus |bus |Aus.|bus-|Aus/|n= |p.p. |Hook. |ex Mill. |Smith & |№ |det. |juv. ".split(
    "|",
  ),
  ..." . |. . |, ; |(?) |[?] | ? |-like |bacterium |A b |A b. |'A' ".split("|"),
];
/** What is read for marks and remarks is of 300 letters at most: just below, an expression that doubles with each would show. */
const LENGTHS = [45, 150, 290, 1_000, 4_000];

test("texts of repeated pieces are answered, alone and around a name", { timeout: 120_000 }, (t) => {
  const folder = temporaryFolder(t);
  const names: string[] = [];
  for (const unit of UNITS)
    for (const length of LENGTHS) {
      const text = unit.repeat(Math.floor(length / unit.length));
      names.push(text, `Puma concolor ${text}`, `${text} Puma concolor`, `Puma ${text} concolor (L.) Mill.`);
    }
  const list = join(folder, "names.txt");
  writeFileSync(list, `${names.map((name) => name.slice(0, 4_096)).join("\n")}\n`);
  const flags = ["--backbone", smallSource(t), "--data-dir", folder, "--state-dir", folder];
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [MAIN, "match", list, "--to", "ndjson", ...flags],
    {
      encoding: "utf8",
      timeout: 100_000,
      maxBuffer: 1 << 28,
    },
  );
  assert.equal(signal, null, stderr);
  assert.equal(status, 0, stderr);
  assert.equal(stdout.split("\n").length - 1, names.length);
  assert.doesNotMatch(stdout + stderr, /WORKER_FAILED|INTERNAL/);
});
