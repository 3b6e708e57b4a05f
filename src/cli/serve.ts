import { Command } from "commander";
import { loadConfig } from "../config.ts";
import { openingEvents } from "./terminal/opening.ts";
import { isTuned, restartTuned } from "./terminal/runtime.ts";
import { addServiceFlags, collect, type ServiceFlags, settingsOf, wholeNumber } from "./terminal/settings.ts";

/** `binomen serve`: opens the checklists and answers over HTTP until it is stopped. */
export function serveCommand(): Command {
  return addServiceFlags(new Command("serve"))
    .description("serve checklists over HTTP (the bundled backbone unless --backbone says otherwise)")
    .option("--port <port>", "port to listen on, 0 for any", wholeNumber)
    .option("--host <address>", "address to listen on")
    .option("--dataset <name=folder>", "dataset of occurrences to serve; may be given several times", collect)
    .option("--watch <dir>", "load images that appear or change in this folder")
    .option("--fast-path <how>", "what is answered in front of Fastify: off, request or connection")
    .option("--log-level <level>", "fatal, error, warn, info, debug, trace or silent")
    .action(async (flags: ServiceFlags) => {
      const config = loadConfig(settingsOf(flags));
      restartTuned(config.tuning);
      const [{ openService }, { startServer }] = await Promise.all([
        import("../service.ts"),
        import("../http/server.ts"),
      ]);
      const service = await openService(config, openingEvents());
      try {
        const { app, address } = await startServer(service);
        app.log.info({ fastPath: config.fastPath, tuned: isTuned() }, "settings that a maintainer may doubt");
        console.error(`binomen listens on ${address} (API: ${address}/docs)`);
      } catch (error) {
        await service.close();
        throw error;
      }
    });
}
