import { Command } from "commander";
import { loadConfig } from "../../config.ts";
import { addServiceFlags, type ServiceFlags, settingsOf } from "../terminal/settings.ts";
import { examine } from "./checks.ts";

/** `binomen doctor`: looks at a deployment as a server would find it, and says what to change. */
export function doctorCommand(): Command {
  return addServiceFlags(new Command("doctor"))
    .description("check what a server would need: limits, disk, permissions, images, stores, flags, clock")
    .option("--json", "print the findings as JSON")
    .action(async (flags: ServiceFlags & { json?: true }) => {
      const { json, ...rest } = flags;
      const findings = await examine(loadConfig(settingsOf(rest)));
      if (json) process.stdout.write(`${JSON.stringify(findings, undefined, 2)}\n`);
      else
        for (const { check, state, found, change } of findings)
          process.stdout.write(`${SIGNS[state]} ${check}: ${found}${change === undefined ? "" : ` → ${change}`}\n`);
      if (findings.some(({ state }) => state === "wrong")) process.exitCode = 1;
    });
}

const SIGNS = { good: "ok   ", doubtful: "look ", wrong: "WRONG" } as const;
