import { Command } from "commander";
import { queryOf } from "../answer/query-fields.ts";
import { openMatching } from "../checklists/matching.ts";
import { loadConfig } from "../config.ts";
import { BinomenError } from "../errors.ts";
import type { MatchAnswer } from "../taxonomy/match.ts";
import { openingEvents } from "./terminal/opening.ts";
import { addServiceFlags, collectMap, type ServiceFlags, settingsOf } from "./terminal/settings.ts";

interface ExplainFlags extends ServiceFlags {
  with?: Record<string, string>;
  strict?: boolean;
  json?: boolean;
}

/** `binomen explain <name>`: which steps were taken, what they found, and why the answer won. */
export function explainCommand(): Command {
  return addServiceFlags(new Command("explain"))
    .description("tell step by step how a name is matched and why the answer won")
    .argument("<name>", "name string")
    .option(
      "--with <field=value>",
      "another field of the query, e.g. kingdom=Plantae; may be given several times",
      collectMap,
    )
    .option("--strict", "exact names only, no higher taxa instead")
    .option("--json", "print the whole answer as JSON")
    .action(async (name: string, flags: ExplainFlags) => {
      const fields = queryOf({ ...flags.with });
      if (Object.keys(fields).length < Object.keys(flags.with ?? {}).length)
        throw new BinomenError("REQUEST_INVALID", {
          field: "--with",
          problem: `no such field of a match: ${Object.keys(flags.with ?? {}).join(", ")}`,
        });
      const matching = await openMatching(loadConfig(settingsOf(flags)), openingEvents({ quiet: true }));
      try {
        const query = { ...fields, scientificName: name, strict: flags.strict, verbose: true, details: true };
        const json = matching.answer(query, "v2").toString("utf8");
        process.stdout.write(flags.json ? `${json}\n` : explanation(JSON.parse(json) as MatchAnswer));
      } finally {
        await matching.close();
      }
    });
}

function explanation({ usage, acceptedUsage, classification, diagnostics }: MatchAnswer): string {
  const { matchType, confidence, reasons = [], steps = [], candidates = [], decidedBy = [] } = diagnostics;
  const lines = steps.map((step, i) => `${String(i + 1).padStart(2)}. ${step}`);
  lines.push("");
  lines.push(
    `${matchType}${confidence === undefined ? "" : `, confidence ${confidence}`}: ${usage ? `${usage.name} (${usage.key})` : "no usage"}`,
  );
  if (acceptedUsage) lines.push(`accepted: ${acceptedUsage.name} (${acceptedUsage.key})`);
  if (classification) lines.push(`in: ${classification.map((taxon) => taxon.name).join(" > ")}`);
  if (reasons.length > 0) lines.push(`why: ${reasons.join(", ")}`);
  if (diagnostics.note) lines.push(`note: ${diagnostics.note}`);
  for (const { key, name, kingdom } of candidates)
    lines.push(`candidate: ${name} (${key}${kingdom ? `, ${kingdom}` : ""})`);
  if (decidedBy.length > 0) lines.push(`would decide: ${decidedBy.join(", ")}`);
  return `${lines.join("\n")}\n`;
}
