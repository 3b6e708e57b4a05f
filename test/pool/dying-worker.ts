/** A worker that dies of names that say so, the first time or always; others are answered with themselves. */
import { existsSync, writeFileSync } from "node:fs";
import { type AnswerSource, answerBatch } from "../../src/bulk/batch.ts";
import type { BatchMessage, BatchReply } from "../../src/pool/messages.ts";

const source: AnswerSource = {
  expect: (queries) => queries.length,
  writeJson: ({ scientificName = "" }, sink) => {
    const [what, marker] = scientificName.split(" ");
    if (what === "die") process.exit(1);
    if (what === "die-once" && !existsSync(marker!)) {
      writeFileSync(marker!, "");
      process.exit(1);
    }
    // Small objects: no heap limit saves a process from one allocation that is far beyond it.
    if (what === "fill") for (let all: object = {}; ; ) all = { all };
    if (what === "hang") for (;;);
    sink.write(JSON.stringify({ name: scientificName }));
  },
  writeCells: () => {},
  answer: () => ({ diagnostics: { matchType: "NONE" }, synonym: false }),
};

export default function answer({ bytes, form }: BatchMessage): BatchReply {
  const rows = Buffer.from(bytes);
  if (rows.includes("unreadable")) process.exit(1);
  return answerBatch(source, rows, form);
}
