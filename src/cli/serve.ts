import { Command, Option } from "commander";
import { loadConfig } from "../config.ts";
import { openingEvents } from "./terminal/opening.ts";
import { isTuned, restartTuned } from "./terminal/runtime.ts";
import { addServiceFlags, collect, type ServiceFlags, settingsOf, wholeNumber } from "./terminal/settings.ts";
import { speakJson, speaksJson, tell } from "./terminal/voice.ts";

/** `binomen serve`: opens the checklists and answers over HTTP until it is stopped. */
export function serveCommand(): Command {
  return addServiceFlags(new Command("serve"))
    .description("serve checklists over HTTP (the bundled backbone unless --backbone says otherwise)")
    .option("--port <port>", "port to listen on, 0 for any", wholeNumber)
    .option("--host <address>", "address to listen on")
    .option("--dataset <name=folder>", "dataset of occurrences to serve; may be given several times", collect)
    .option("--search <engine=url>", "ask a search engine for records: opensearch=http://127.0.0.1:9200/records")
    .option("--search-auth-file <file>", "file with the Authorization header of that engine, e.g. ApiKey …")
    .option("--watch <dir>", "load images that appear or change in this folder")
    .option("--fast-path <how>", "what is answered in front of Fastify: off, request or connection")
    .addOption(
      new Option("--log <form>", "what is logged: text, lines for people; json, an object a line").choices([
        "text",
        "json",
      ]),
    )
    .option("--json", "--log json")
    .option("--log-level <level>", "fatal, error, warn, info, debug, trace or silent")
    .action(async ({ json, ...flags }: ServiceFlags & { json?: true }) => {
      const config = loadConfig({ ...settingsOf(flags), ...(json && { log: "json" }) });
      if (config.log === "json") speakJson();
      restartTuned(config.tuning);
      const [{ openService }, { startServer }] = await Promise.all([
        import("../service.ts"),
        import("../http/server.ts"),
      ]);
      const service = await openService(config, openingEvents());
      try {
        const { address } = await startServer(service);
        const settings = { fastPath: config.fastPath, tuned: isTuned() };
        // For whoever keeps logs; a person who starts a server wants to know where it is.
        if (speaksJson()) tell("binomen listens", { address, ...settings });
        else
          tell(
            `binomen listens on ${opened(address)} - open it in a browser; the API is described at ${opened(address)}/docs`,
          );
      } catch (error) {
        await service.close();
        throw error;
      }
    });
}

/** Where a browser on this machine finds a server: one that listens on all addresses is on this one, too. */
function opened(address: string): string {
  return address.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}
