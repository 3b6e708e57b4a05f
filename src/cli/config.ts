import { Command } from "commander";
import { CONFIG_SCHEMA, environmentName, loadConfig } from "../config.ts";

/** `binomen config`: every setting with the value that holds, and the environment variable that changes it. */
export function configCommand(): Command {
  return new Command("config").description("print the settings that hold, as JSON").action(() => {
    const config = loadConfig();
    const shown = Object.entries(CONFIG_SCHEMA.properties).map(([setting, schema]) => ({
      setting,
      value: config[setting as keyof typeof config],
      environment: environmentName(setting),
      description: "description" in schema ? schema.description : undefined,
    }));
    process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  });
}
