/** What does one type? The examples below the help of each command; a test runs through all commands. */
import type { Command } from "commander";

/** Command → what is typed, and what for. A leading `$` is the caller's shell. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [typed: string, purpose: string])[]>> = {
  serve: [
    ["binomen serve", "the bundled backbone on http://127.0.0.1:8080"],
    ["binomen serve --backbone col=col.zip --backbone wfo=wfo.zip", "two checklists; ?checklistKey=wfo selects"],
    ["binomen serve --dataset birds=my-dataset", "interpreted occurrences: search, downloads, counts"],
    [
      "binomen serve --search opensearch=http://127.0.0.1:9200/records",
      "the same from an index that was written before",
    ],
    ["binomen serve --backbone col.img --watch releases/", "releases go in without a stop"],
  ],
  match: [
    ["binomen match names.csv --out matched.csv", "all columns kept, the answer's behind them"],
    ["binomen match plants.tsv --column Art --backbone wfo.img", "the names stand in the column Art"],
    ["zcat names.txt.gz | binomen match --to ndjson", "a name a line in, an object a line out"],
  ],
  parse: [
    ["binomen parse 'Quercus robur subsp. robur L.'", "one name as JSON"],
    ["binomen parse --file names.txt --format csv", "a table with a header"],
    ["binomen parse --shape gnparser --format csv < names.txt", "gnparser's columns"],
  ],
  explain: [
    ["binomen explain 'Oenanthe' --with kingdom=Plantae", "the steps, and what they found"],
    ["binomen explain 'Pumma concolor' --json", "the whole answer"],
  ],
  diff: [
    ["binomen diff col-2025.zip col-2026.zip names.csv", "what the new release changes for a list"],
    ["binomen diff old.img new.img --html changes.html", "usages added, removed and changed, also as a page"],
    ["binomen diff old.img new.img names.xlsx --out changes.xlsx", "as a workbook"],
  ],
  build: [
    ["binomen build col.zip --out col.img", "compile once, serve anywhere"],
    ["binomen build list.csv --map Art=scientificName", "a table with a column of another name"],
    ["binomen build col.zip --join worms=worms.zip --out col.img", "identifiers of WoRMS lead to usages, too"],
  ],
  inspect: [
    ["binomen inspect my-checklist.zip", "what is in it, and what is wrong with it"],
    ["binomen inspect col.img --json", "the same for a program"],
  ],
  verify: [["binomen verify col.img", "exit code 0 when every byte is as it was written"]],
  doctor: [["binomen doctor --backbone col.img", "what is in the way of a deployment, and what to change"]],
  config: [["binomen config", "every setting, its value and its environment variable"]],
  completion: [
    ["binomen completion bash > ~/.local/share/bash-completion/completions/binomen", "for bash"],
    ["binomen completion zsh > ~/.zsh/functions/_binomen", "for zsh, where fpath has that folder"],
    ["binomen completion fish > ~/.config/fish/completions/binomen.fish", "for fish"],
  ],
  keys: [
    ["binomen keys create --label portal --scope facets:read --expires 90d > key", "the token goes to stdout alone"],
    ["binomen keys list", "all keys, without their secrets"],
  ],
  "keys create": [["binomen keys create --label import --scope import:write --source 12 --expires 1d", "for one list"]],
  "keys list": [["binomen keys list --json", "with dates in ISO 8601"]],
  "keys rotate": [["binomen keys rotate 3f2a --overlap 7d", "the old key works another week"]],
  "keys revoke": [["binomen keys revoke 3f2a", "at once, on a running server too"]],
  facets: [
    ["binomen facets define vocabulary.json", "facets, values and sources"],
    ["binomen facets import habit.csv --source 12 --dry-run", "what would change"],
  ],
  "facets define": [["binomen facets define vocabulary.json", "as `facets export --vocabulary` prints it"]],
  "facets import": [["binomen facets import habit.csv.gz --source 12", "only differences are written"]],
  "facets export": [["binomen facets export --source 12 > list.ndjson", "one list"]],
  "facets history": [["binomen facets history --source 12", "newest first"]],
  "facets rollback": [["binomen facets rollback 41", "the list as it stood after import 41"]],
  "facets stats": [["binomen facets stats --values", "counts per facet, value and source"]],
  "facets verify": [["binomen facets verify", "exit code 1 when something does not fit"]],
  "facets compact": [["binomen facets compact --days 90", "deletes are told for 90 days"]],
  "facets backup": [["binomen facets backup /backup/facets", "also while a server runs"]],
  "facets restore": [["binomen facets restore /backup/facets", "with the server stopped"]],
  interpret: [
    ["binomen interpret occurrences.zip --out my-dataset", "records as published become records as understood"],
    ["binomen interpret occurrences.zip --out my-dataset --resume", "go on after a stop"],
  ],
  export: [
    ["binomen export my-dataset --format simple-csv", "as GBIF's SIMPLE_CSV download"],
    ["binomen export my-dataset --out my-dataset.zip", "as a Darwin Core archive"],
  ],
  refresh: [["binomen refresh my-dataset --backbone new.img", "names are matched again, the rest stays as it is"]],
  impact: [["binomen impact old.img new.img my-dataset", "what a new release would change, before anyone decides"]],
  index: [
    [
      "binomen index solr --url http://127.0.0.1:8983/solr/names --key-file key --taxa graphs.ndjson",
      "follow the feed",
    ],
  ],
  "index solr": [
    ["binomen index solr --url http://127.0.0.1:8983/solr/names --key-file key --once", "until nothing is left"],
  ],
  "index elasticsearch": [
    ["binomen index elasticsearch --url http://127.0.0.1:9200/names --key-file key --once", "until nothing is left"],
  ],
  "index opensearch": [
    ["binomen index opensearch --url http://127.0.0.1:9200/records --dataset my-dataset", "the records of a dataset"],
  ],
};

/** Puts the examples below the help of these commands and of those inside them. */
export function addExamples(commands: readonly Command[], above = ""): void {
  for (const command of commands) {
    const path = `${above}${command.name()}`;
    const examples = EXAMPLES[path];
    if (examples) command.addHelpText("after", examplesText(examples));
    addExamples(command.commands, `${path} `);
  }
}

function examplesText(examples: readonly (readonly [string, string])[]): string {
  const lines = examples.map(([typed, purpose]) => `  ${typed}\n      ${purpose}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
