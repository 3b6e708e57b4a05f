import { Command } from "commander";
import { loadConfig } from "../config.ts";
import { useLargePages } from "./large-pages.ts";
import { openingEvents } from "./opening.ts";
import { addServiceFlags, type ServiceFlags, settingsOf, wholeNumber } from "./settings.ts";

/** `binomen serve`: opens the checklists and answers over HTTP until it is stopped. */
export function serveCommand(): Command {
  return addServiceFlags(new Command("serve"))
    .description("serve checklists over HTTP (the bundled backbone unless --backbone says otherwise)")
    .option("--port <port>", "port to listen on, 0 for any", wholeNumber)
    .option("--host <address>", "address to listen on")
    .option("--watch <dir>", "load images that appear or change in this folder")
    .option("--log-level <level>", "fatal, error, warn, info, debug, trace or silent")
    .action(async (flags: ServiceFlags) => {
      useLargePages();
      const config = loadConfig(settingsOf(flags));
      const [{ openService }, { startServer }] = await Promise.all([
        import("../service.ts"),
        import("../http/server.ts"),
      ]);
      const service = await openService(config, openingEvents());
      try {
        const { address } = await startServer(service);
        console.error(`binomen listens on ${address} (API: ${address}/docs)`);
      } catch (error) {
        await service.close();
        throw error;
      }
    });
}
