import { styleText } from "node:util";
import { Command } from "commander";
import { loadConfig } from "../../config.ts";
import { addServiceFlags, type ServiceFlags, settingsOf } from "../terminal/settings.ts";
import { printJson } from "../terminal/voice.ts";
import { examine } from "./checks.ts";

/** `binomen doctor`: looks at a deployment as a server would find it, and says what to change. */
export function doctorCommand(): Command {
  return addServiceFlags(new Command("doctor"))
    .description("check what a server would need: limits, disk, permissions, images, stores, flags, clock")
    .option("--json", "print the findings as JSON")
    .action(async (flags: ServiceFlags & { json?: true }) => {
      const { json, ...rest } = flags;
      const findings = await examine(loadConfig(settingsOf(rest)));
      if (json) printJson(findings);
      else
        for (const { check, state, found, change } of findings)
          process.stdout.write(`${sign(state)} ${check}: ${found}${change === undefined ? "" : ` → ${change}`}\n`);
      if (findings.some(({ state }) => state === "wrong")) process.exitCode = 1;
    });
}

const SIGNS = { good: ["green", "ok   "], doubtful: ["yellow", "look "], wrong: ["red", "WRONG"] } as const;

/** Coloured on terminals that take colours. */
function sign(state: keyof typeof SIGNS): string {
  const [colour, text] = SIGNS[state];
  return styleText(colour, text, { stream: process.stdout });
}
