/**
 * The reference of `docs/command-line.md`, made of the commands themselves: `npm run docs:commands` writes it.
 *
 * A test compares page and commands, so neither has an option that the other lacks.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Command, Option } from "commander";
import { allCommands } from "../../src/cli/commands.ts";

/** The page. */
export const COMMAND_PAGE = new URL("../../docs/command-line.md", import.meta.url);

const START = "<!-- reference: npm run docs:commands -->";
const END = "<!-- /reference -->";

/** The page with the reference as the commands have it. */
export async function commandPage(): Promise<string> {
  const page = readFileSync(COMMAND_PAGE, "utf8");
  const [before, rest = ""] = page.split(START);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`docs/command-line.md lacks ${START} … ${END}`);
  const sections = (await allCommands()).flatMap((command) => sectionsOf(command));
  return `${before}${START}\n\n${sections.join("\n\n")}\n\n${END}${after}`;
}

/** A command and those inside it. */
function sectionsOf(command: Command, above = ""): string[] {
  const path = `${above}${command.name()}`;
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "…" : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const title = `\`binomen ${[path, ...args].join(" ")}\``;
  const lines = [`${above === "" ? "###" : "####"} ${title}`, sentence(capitalised(escaped(command.description())))];
  const options = command.options.map(optionLine);
  if (options.length > 0) lines.push(options.join("\n"));
  return [lines.join("\n\n"), ...command.commands.flatMap((inner) => sectionsOf(inner, `${path} `))];
}

function optionLine({ flags, description, argChoices, mandatory, defaultValue }: Option): string {
  const choices = argChoices ? ` One of ${argChoices.join(", ")}.` : "";
  const isShown = defaultValue !== undefined && defaultValue !== false && !description.includes("(default");
  const usual = isShown ? ` Default: ${String(defaultValue)}.` : "";
  return `- \`${flags}\`${mandatory ? " (needed)" : ""}: ${sentence(escaped(description))}${choices}${usual}`;
}

/** What Markdown would take for a tag. */
function escaped(text: string): string {
  return text.replaceAll("<", "&lt;");
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

if (process.argv.includes("--write")) writeFileSync(COMMAND_PAGE, await commandPage());
