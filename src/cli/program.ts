/**
 * How does a command line become a command that runs?
 *
 * Results go to stdout and nothing else does; progress and problems go to
 * stderr, as JSON when `--json` is asked for. Exit codes: 0 done, 1 it failed, 2 the command line is wrong.
 */
import { Command, CommanderError } from "commander";
import { VERSION } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { allCommands, COMMANDS } from "./commands.ts";
import { addExamples } from "./terminal/examples.ts";
import { asksForJson, speakJson, speaksJson, tellError, toldError } from "./terminal/voice.ts";

if (asksForJson(process.argv.slice(2))) speakJson();

const program = new Command("binomen")
  .description("Matches messy scientific names against your own checklist.")
  .version(VERSION, "-V, --version", "print the version")
  .showHelpAfterError("(binomen --help shows how)");

const named = process.argv[2] ?? "";
for (const command of Object.hasOwn(COMMANDS, named) ? [await COMMANDS[named]!()] : await allCommands())
  program.addCommand(command);
addExamples(program.commands);
prepare(program);

// `binomen match … | head` closes the pipe early: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    if (process.exitCode === 2 && speaksJson()) tellError(toldError(wrongCommandLine(error)));
  } else {
    tellError(toldError(error));
    process.exitCode = error instanceof BinomenError && error.code === "CONFIG_INVALID" ? 2 : 1;
  }
}

/** Also in commands of commands: exit codes are decided here, and what is wrong is told once, in one shape. */
function prepare(command: Command): void {
  command.exitOverride();
  if (speaksJson()) command.configureOutput({ writeErr: () => {} });
  for (const inner of command.commands) prepare(inner);
}

function wrongCommandLine({ message }: CommanderError): BinomenError {
  const problem = message.replace(/^error: /, "").replace(/[^.!?]$/, "$&.");
  return new BinomenError("COMMAND_INVALID", {
    problem,
    help: `binomen ${Object.hasOwn(COMMANDS, named) ? `${named} ` : ""}--help`,
  });
}
