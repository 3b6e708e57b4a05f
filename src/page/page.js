/** What happens on the page: names come in, are asked for, shown, and go out as CSV. Talks to nothing but its server. */
import { ADDED_COLUMNS, addedCells } from "./answer.js";
import { parseTable, writeCsv } from "./csv.js";
import { ask, askAll } from "./matching.js";
import { createResults, element } from "./results.js";
import { guessLayout, isHeader, PARAMETER_LABELS, questionOf } from "./sheet.js";

/** @typedef {import("./results.js").Row} Row */

const EXAMPLE = `scientificName,country
Puma concolor (Linnaeus 1771),Chile
Felis concolor,Peru
Rhododendron ferrugineumm L.,Switzerland
Bellis perenis,Germany
Quercus sp.,Spain
Abies cf. alba,Italy
Tulipa ×gesneriana,Netherlands
Nonsensia nullibi,
`;

/** Longest text that is shown in the field; larger files are read, but not shown. */
const SHOWN_CHARACTERS = 2_000_000;

const byId = /** @type {<T extends HTMLElement = HTMLElement>(id: string) => T} */ (
  (id) => {
    const found = document.getElementById(id);
    if (!found) throw new Error(`The page has no element "${id}".`);
    return found;
  }
);
const names = /** @type {HTMLTextAreaElement} */ (byId("names"));
const problem = byId("problem");
const progressSection = byId("progress-section");
const progress = /** @type {HTMLProgressElement} */ (byId("progress"));
const progressText = byId("progress-text");
const resultsSection = byId("results");

/** Text of a file that is too long to be shown. @type {{ name: string, text: string } | undefined} */
let file;
/** @type {string[] | undefined} */
let header;
/** @type {Row[]} */
let rows = [];
/** @type {AbortController | undefined} */
let running;

const results = createResults({
  filters: byId("filters"),
  body: byId("rows"),
  pager: byId("pager"),
  ask: async (question) => {
    const [answer] = await ask([question]);
    if (!answer) throw new Error("The server gave no answer.");
    return answer;
  },
  onProblem: showProblem,
});

/** @param {unknown} error */
function showProblem(error) {
  problem.hidden = error === undefined;
  problem.textContent = error instanceof Error ? error.message : String(error ?? "");
}

/** Looks at the text and offers the columns of a table. */
function readTable() {
  const table = parseTable(file?.text ?? names.value, isHeader);
  const first = table.rows[0] ?? [];
  const layout = guessLayout(table.rows);
  header = layout.hasHeader ? first : undefined;
  const wide = first.length > 1;
  const chooser = byId("columns");
  chooser.hidden = !wide;
  const wanted = JSON.stringify([first, layout]);
  if (wide && chooser.dataset["header"] !== wanted) {
    chooser.dataset["header"] = wanted;
    byId("columns-hint").textContent = header
      ? "Other columns are kept for the download."
      : "The first line is taken as a row. Which column holds the names?";
    byId("column-choices").replaceChildren(
      ...Object.entries(PARAMETER_LABELS)
        .filter(([parameter]) => layout.columns[parameter] !== undefined)
        .map(([parameter, label]) => columnChooser(parameter, label, first, layout.columns[parameter])),
    );
  }
  return table;
}

/**
 * @param {string} parameter
 * @param {string} label
 * @param {readonly string[]} columns
 * @param {number | undefined} chosen
 */
function columnChooser(parameter, label, columns, chosen) {
  const select = element(
    "select",
    { "data-parameter": parameter },
    ...(parameter === "scientificName" ? [] : [element("option", { value: "" }, "not used")]),
    ...columns.map((name, column) =>
      element("option", { value: String(column) }, name.slice(0, 60) || `column ${column + 1}`),
    ),
  );
  if (chosen !== undefined) select.value = String(chosen);
  return element("label", {}, `${label} `, select);
}

/** @returns {import("./sheet.js").Columns} */
function chosenColumns() {
  if (byId("columns").hidden) return { scientificName: 0 };
  const selects = /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("#column-choices select"));
  return Object.fromEntries(
    [...selects]
      .filter(({ value }) => value !== "")
      .map((select) => [select.dataset["parameter"] ?? "", Number(select.value)]),
  );
}

async function matchAll() {
  running?.abort();
  const own = new AbortController();
  running = own;
  showProblem(undefined);
  const table = readTable();
  const columns = chosenColumns();
  rows = table.rows.slice(header ? 1 : 0).map((cells, i) => {
    const question = questionOf(cells, columns);
    const name = question["scientificName"] ?? "";
    return { line: table.lines[i + (header ? 1 : 0)] ?? 0, name, cells, question, chosenBy: "match" };
  });
  const asked = rows.filter(({ name }) => name);
  if (asked.length === 0) {
    showProblem("There is no name to match: paste some above, or open a file.");
    return;
  }
  resultsSection.hidden = false;
  progressSection.hidden = false;
  progress.max = asked.length;
  progress.value = 0;
  progressText.textContent = `0 of ${asked.length} names`;
  results.show(rows);
  const start = performance.now();
  try {
    await askAll(
      asked.map(({ question }) => question),
      {
        signal: own.signal,
        onAnswers: (first, answers, done) => {
          answers.forEach((answer, i) => {
            const row = asked[first + i];
            if (row) row.answer = row.found = answer;
          });
          progress.value = done;
          progressText.textContent = `${done} of ${asked.length} names`;
          results.refresh();
        },
      },
    );
    progressText.textContent = `${asked.length} names in ${((performance.now() - start) / 1000).toFixed(1)} s`;
    resultsSection.focus({ preventScroll: true });
    resultsSection.scrollIntoView({ block: "start" });
  } catch (error) {
    if (own.signal.aborted) progressText.textContent = "Stopped.";
    else showProblem(error);
  } finally {
    byId("stop").hidden = true;
    if (running === own) running = undefined;
  }
}

function download() {
  const width = Math.max(...rows.map(({ cells }) => cells.length), header?.length ?? 0);
  const titles = Array.from({ length: width }, (_, i) => header?.[i] ?? (width === 1 ? "name" : `column ${i + 1}`));
  // A column of the table may already be called like an added one.
  const added = ADDED_COLUMNS.map((title) => (titles.includes(title) ? `binomen ${title}` : title));
  const body = rows.map(({ cells, answer, chosenBy }) => [
    ...titles.map((_, i) => cells[i] ?? ""),
    ...(answer ? addedCells(answer, chosenBy) : ADDED_COLUMNS.map(() => "")),
  ]);
  const url = URL.createObjectURL(
    new Blob([writeCsv([[...titles, ...added], ...body])], { type: "text/csv;charset=utf-8" }),
  );
  const base = (file?.name ?? "names").replace(/\.[a-z]+$/i, "");
  element("a", { href: url, download: `${base}-matched.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {File | undefined} opened */
async function openFile(opened) {
  if (!opened) return;
  const bytes = new Uint8Array(await opened.arrayBuffer());
  const text = decode(bytes);
  if (text.length > SHOWN_CHARACTERS) {
    file = { name: opened.name, text };
    names.value = `${opened.name} (${(opened.size / 1e6).toFixed(1)} MB) is read as it is.`;
    names.readOnly = true;
  } else {
    file = undefined;
    names.readOnly = false;
    names.value = text;
  }
  byId("names-hint").textContent = opened.name;
  readTable();
}

/**
 * Spreadsheets save UTF-8, UTF-16 or Windows-1252.
 *
 * @param {Uint8Array} bytes
 */
function decode(bytes) {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

byId("names-form").addEventListener("submit", (event) => {
  event.preventDefault();
  byId("stop").hidden = false;
  matchAll();
});
byId("stop").addEventListener("click", () => running?.abort());
byId("download").addEventListener("click", download);
byId("example").addEventListener("click", () => {
  file = undefined;
  names.readOnly = false;
  names.value = EXAMPLE;
  readTable();
  names.focus();
});
names.addEventListener("input", readTable);
const picker = /** @type {HTMLInputElement} */ (byId("file"));
picker.addEventListener("change", () => openFile(picker.files?.[0]));
for (const kind of ["dragenter", "dragover"])
  names.addEventListener(kind, (event) => {
    event.preventDefault();
    names.classList.add("drop");
  });
for (const kind of ["dragleave", "drop"]) names.addEventListener(kind, () => names.classList.remove("drop"));
names.addEventListener("drop", (event) => {
  const dropped = event.dataTransfer?.files[0];
  if (!dropped) return;
  event.preventDefault();
  openFile(dropped);
});
