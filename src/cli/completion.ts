/**
 * How does a shell complete what is typed?
 *
 * The script is made from the commands themselves, so it knows every verb and flag there is. Values of flags with choices
 * are completed, files everywhere else.
 */
import { Argument, Command } from "commander";
import { BinomenError } from "../errors.ts";
import { addJsonFlag } from "./terminal/settings.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** What may follow a command: its verbs, its flags, and the values of flags that have choices. */
interface Completable {
  /** `""`, `"keys"`, `"keys create"` */
  readonly path: string;
  readonly description: string;
  readonly verbs: readonly { name: string; description: string }[];
  readonly flags: readonly { name: string; description: string; choices: readonly string[] }[];
}

/** `binomen completion <shell>`: the script that a shell reads at its start. */
export function completionCommand(allCommands: () => Promise<readonly Command[]>): Command {
  return addJsonFlag(new Command("completion"))
    .description("print a script with which a shell completes commands and flags")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .action(async (shell: Shell) => {
      const root = new Command("binomen");
      for (const command of await allCommands()) root.addCommand(command);
      process.stdout.write(scriptFor(shell, completables(root)));
    });
}

/** Every command with what may follow it, outermost first. */
export function completables(command: Command, path = ""): Completable[] {
  const verbs = command.commands.map((verb) => ({ name: verb.name(), description: verb.description() }));
  const flags = command.options.map((option) => ({
    name: option.long ?? option.short!,
    description: option.description,
    choices: option.argChoices ?? [],
  }));
  flags.push({ name: "--help", description: "display help for command", choices: [] });
  const inner = command.commands.flatMap((verb) => completables(verb, `${path} ${verb.name()}`.trim()));
  return [{ path, description: command.description(), verbs, flags }, ...inner];
}

/** The script for a shell. @throws REQUEST_INVALID for one that is not known */
export function scriptFor(shell: Shell, commands: readonly Completable[]): string {
  if (shell === "bash") return bash(commands);
  if (shell === "zsh") return zsh(commands);
  if (shell === "fish") return fish(commands);
  throw new BinomenError("REQUEST_INVALID", { field: "shell", problem: `is not one of ${SHELLS.join(", ")}` });
}

function bash(commands: readonly Completable[]): string {
  const words = commands.map(
    ({ path, verbs, flags }) => `    "${path}") words="${[...verbs, ...flags].map(({ name }) => name).join(" ")}" ;;`,
  );
  const values = choicesOf(commands).map(
    ({ path, flag, choices }) =>
      `    "${path} ${flag}") COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$cur")); return ;;`,
  );
  return `# bash completion for binomen; written by: binomen completion bash
_binomen() {
  local cur=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path="" words="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD && i <= 2; i++)); do
    case "\${COMP_WORDS[i]}" in -*) break ;; esac
    case "$path\${path:+ }\${COMP_WORDS[i]}" in
${pathsPattern(commands)}
    esac
  done
  case "$path $previous" in
${values.join("\n")}
  esac
  case "$path" in
${words.join("\n")}
  esac
  if [[ $cur == -* || -z $path || $words != --* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
  if [[ \${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _binomen binomen
`;
}

function pathsPattern(commands: readonly Completable[]): string {
  return commands
    .filter(({ path }) => path !== "")
    .map(({ path }) => `      "${path}") path="${path}" ;;`)
    .join("\n");
}

function zsh(commands: readonly Completable[]): string {
  const cases = commands.map(({ path, verbs, flags }) => {
    const described = [...verbs, ...flags].map(({ name, description }) => `'${name}:${zshText(description)}'`);
    return `    '${path}') offered=(${described.join(" ")}) ;;`;
  });
  const values = choicesOf(commands).map(
    ({ path, flag, choices }) => `    '${path} ${flag}') compadd -- ${choices.join(" ")}; return ;;`,
  );
  return `#compdef binomen
# zsh completion for binomen; written by: binomen completion zsh
_binomen() {
  local -a offered
  local shown="" word
  for word in \${words[2,CURRENT-1]}; do
    case "\${shown:+$shown }$word" in
${commands
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      '${path}') shown='${path}' ;;`)
  .join("\n")}
    esac
  done
  case "$shown \${words[CURRENT-1]}" in
${values.join("\n")}
  esac
  case "$shown" in
${cases.join("\n")}
  esac
  _describe 'binomen' offered || _files
}
if [ "$funcstack[1]" = "_binomen" ]; then _binomen "$@"; else compdef _binomen binomen; fi
`;
}

function zshText(description: string): string {
  return description.replaceAll("'", "’").replaceAll(":", "\\:");
}

function fish(commands: readonly Completable[]): string {
  const lines = ["# fish completion for binomen; written by: binomen completion fish"];
  for (const { path, verbs, flags } of commands) {
    const [first, second] = path.split(" ");
    const inside = `__fish_seen_subcommand_from ${first}${second ? `; and __fish_seen_subcommand_from ${second}` : ""}`;
    const condition = path === "" ? "__fish_use_subcommand" : inside;
    for (const { name, description } of verbs)
      lines.push(`complete -c binomen -f -n '${condition}' -a ${name} -d '${fishText(description)}'`);
    for (const { name, description, choices } of flags) {
      const values = choices.length > 0 ? ` -x -a '${choices.join(" ")}'` : "";
      lines.push(`complete -c binomen -n '${condition}' -l ${name.slice(2)}${values} -d '${fishText(description)}'`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function fishText(description: string): string {
  return description.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
}

function choicesOf(commands: readonly Completable[]) {
  return commands.flatMap(({ path, flags }) =>
    flags.filter(({ choices }) => choices.length > 0).map(({ name, choices }) => ({ path, flag: name, choices })),
  );
}
