/** Which commands are there? One file per command, registered by hand. */
import type { Command } from "commander";

/** Only the command that is run is loaded: a server's libraries cost half a second that `binomen parse` need not wait. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serveCommand(),
  match: async () => (await import("./match.ts")).matchCommand(),
  parse: async () => (await import("./parse.ts")).parseCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  diff: async () => (await import("./diff.ts")).diffCommand(),
  build: async () => (await import("./build.ts")).buildCommand(),
  inspect: async () => (await import("./inspect.ts")).inspectCommand(),
  verify: async () => (await import("./verify.ts")).verifyCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  doctor: async () => (await import("./doctor/doctor.ts")).doctorCommand(),
  interpret: async () => (await import("./occurrences/interpret.ts")).interpretCommand(),
  export: async () => (await import("./occurrences/export.ts")).exportCommand(),
  refresh: async () => (await import("./occurrences/refresh.ts")).refreshCommand(),
  impact: async () => (await import("./occurrences/impact.ts")).impactCommand(),
  facets: async () => (await import("./facets.ts")).facetsCommand(),
  keys: async () => (await import("./keys.ts")).keysCommand(),
  index: async () => (await import("./index-feed.ts")).indexCommand(),
  completion: async () => (await import("./completion.ts")).completionCommand(allCommands),
};

/** All of them, loaded. */
export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}
