/** A worker that dies of every batch that says so, the first time or always; others are answered with their length. */
import { existsSync, writeFileSync } from "node:fs";
import type { BatchMessage, BatchReply } from "../../src/pool/messages.ts";

export default function answer({ bytes }: BatchMessage): BatchReply {
  const text = Buffer.from(bytes).toString();
  const [what, marker] = text.trim().split(" ");
  if (what === "die") process.exit(1);
  if (what === "die-once" && !existsSync(marker!)) {
    writeFileSync(marker!, "");
    process.exit(1);
  }
  return { bytes: new Uint8Array(Buffer.from(`${text.length}\n`)), rowCount: 1, failedCount: 0 };
}
