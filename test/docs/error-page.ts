/**
 * The page `docs/errors.md`, made of the catalogue in `src/errors.ts`: `npm run docs:errors` writes it.
 *
 * A test compares page and catalogue, so neither has a code that the other lacks.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { errorCatalogue } from "../../src/errors.ts";

/** The page. */
export const ERROR_PAGE = new URL("../../docs/errors.md", import.meta.url);

const HEAD = `# Errors

Every error has a code that stays. Match on the code, never on the text, which may change.

On the wire an error is a problem of RFC 9457 (\`application/problem+json\`): \`type\`, \`title\`, \`status\`, \`detail\`, and beside
them \`code\`, \`message\` (the same as \`detail\`), \`details\` (what stands in braces below) and \`requestId\`, under which the log
has the cause. GBIF's routes (\`/v1/…\`, \`/v2/…\`) send the same members as \`application/json\`, since GBIF's clients know no
other; WFO's calls answer 401 with the sentence that its clients know. The command line prints the message and ends with 1,
or with 2 when a setting or flag is wrong; with \`--json\` it prints \`code\`, \`message\` and \`details\` as one line of JSON.

A status of 408, 429 or 503 says that the same request may succeed later; \`Retry-After\` says when. All others will be
answered the same again. Rows of a list that cannot be read are no errors of the request: each is answered in its place with
\`ROW_INVALID\`, or \`INTERNAL\` when it could not be matched; one whose quotes or letters are odd has an answer, and \`QUOTE_UNCLOSED\`
or \`NOT_UTF8\` beside it.

`;

/** The page as the catalogue has it. */
export function errorPage(): string {
  const rows = errorCatalogue().map(
    ({ code, status, message }) => `- \`${code}\` ${status}: ${message.replaceAll("<", "&lt;")}`,
  );
  return `${HEAD}## Codes, their status, their message\n\n${rows.join("\n")}\n`;
}

if (process.argv.includes("--write")) writeFileSync(ERROR_PAGE, errorPage());
else if (import.meta.main && readFileSync(ERROR_PAGE, "utf8") !== errorPage()) {
  console.error("docs/errors.md is not what src/errors.ts says: npm run docs:errors");
  process.exitCode = 1;
}
