import { Command } from "commander";
import { CONFIG_SCHEMA, environmentName, loadConfig } from "../config.ts";
import { FORM, FORM_ABOUT } from "../limits.ts";
import { addJsonFlag } from "./terminal/settings.ts";
import { printJson } from "./terminal/voice.ts";

/** `binomen config`: every setting and limit with the value that holds, and the environment variable that changes it. */
export function configCommand(): Command {
  return addJsonFlag(new Command("config").description("print the settings that hold, as JSON")).action(() => {
    const config = loadConfig();
    const shown = Object.entries(CONFIG_SCHEMA.properties).map(([setting, schema]) => ({
      setting,
      value: config[setting as keyof typeof config],
      environment: environmentName(setting),
      description: "description" in schema ? schema.description : undefined,
    }));
    const fixed = Object.entries(FORM).map(([limit, value]) => ({
      setting: limit,
      value,
      environment: null,
      description: `${FORM_ABOUT[limit as keyof typeof FORM]} Not to be changed: answers depend on it.`,
    }));
    printJson([...shown, ...fixed]);
  });
}
