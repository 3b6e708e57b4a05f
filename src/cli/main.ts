#!/usr/bin/env node
/**
 * Which commands are there?
 *
 * One file per command, registered by hand. Results go to stdout and nothing else does; progress and problems go to
 * stderr. Exit codes: 0 done, 1 it failed, 2 the command line is wrong.
 */
import { Command, CommanderError } from "commander";
import { VERSION } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { buildCommand } from "./build.ts";
import { configCommand } from "./config.ts";
import { explainCommand } from "./explain.ts";
import { facetsCommand } from "./facets.ts";
import { indexCommand } from "./index-feed.ts";
import { inspectCommand } from "./inspect.ts";
import { keysCommand } from "./keys.ts";
import { matchCommand } from "./match.ts";
import { parseCommand } from "./parse.ts";
import { serveCommand } from "./serve.ts";
import { verifyCommand } from "./verify.ts";

const program = new Command("binomen")
  .description("Matches messy scientific names against your own checklist.")
  .version(VERSION, "-V, --version", "print the version")
  .showHelpAfterError("(binomen --help shows how)")
  .addCommand(serveCommand())
  .addCommand(matchCommand())
  .addCommand(parseCommand())
  .addCommand(explainCommand())
  .addCommand(buildCommand())
  .addCommand(inspectCommand())
  .addCommand(verifyCommand())
  .addCommand(configCommand())
  .addCommand(facetsCommand())
  .addCommand(keysCommand())
  .addCommand(indexCommand());

throwInsteadOfExit(program);

// `binomen match … | head` closes the pipe early: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`binomen: ${messageOf(error)}`);
    process.exitCode = error instanceof BinomenError && error.code === "CONFIG_INVALID" ? 2 : 1;
  }
}

/** Also in commands of commands, so that exit codes are decided here. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwInsteadOfExit(inner);
}

/** One line for a person; the stack only when it is our mistake. */
function messageOf(error: unknown): string {
  if (error instanceof BinomenError) return error.message;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code && syscall) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
