/** How are results shown, filtered, picked and corrected? */
import { candidatesOf, MATCH_TYPES, placeOf, shownType, whyOf, wordsOf } from "./answer.js";

/** @typedef {import("./answer.js").Answer} Answer */
/**
 * A row of the table and what was found for it.
 *
 * @typedef {{ line: number, name: string, cells: string[], question: Record<string, string>, answer?: Answer | undefined,
 *   found?: Answer | undefined, isDetailed?: boolean, chosenBy: "match" | "you" }} Row `found` keeps the first answer;
 *   with its alternatives once `isDetailed`.
 */

/** Rows on one page: more make a browser slow, fewer are tiresome. */
const PAGE_ROWS = 100;

/**
 * The table of results.
 *
 * @param {{ filters: HTMLElement, body: HTMLElement, pager: HTMLElement,
 *   ask: (question: Record<string, unknown>) => Promise<Answer>, onProblem: (error: unknown) => void }} options
 */
export function createResults({ filters, body, pager, ask, onProblem }) {
  /** @type {Row[]} */
  let rows = [];
  /** @type {string | undefined} */
  let onlyType;
  let page = 0;
  /** @type {Set<Row>} */
  const open = new Set();

  const shown = () =>
    onlyType === undefined ? rows : rows.filter(({ answer }) => answer && shownType(answer) === onlyType);

  const draw = () => {
    const visible = shown();
    page = Math.min(page, Math.max(0, Math.ceil(visible.length / PAGE_ROWS) - 1));
    body.replaceChildren(...visible.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS).flatMap(drawRow));
    drawFilters();
    drawPager(visible.length);
  };

  const drawFilters = () => {
    const chip = (/** @type {string | undefined} */ type, /** @type {string} */ label, /** @type {number} */ count) => {
      const button = element(
        "button",
        { type: "button", "aria-pressed": String(onlyType === type) },
        `${label} (${count})`,
      );
      button.addEventListener("click", () => {
        onlyType = type;
        page = 0;
        draw();
        // The buttons were drawn anew; keep the keyboard where it was.
        /** @type {HTMLElement | null} */ (filters.querySelector("[aria-pressed=true]"))?.focus();
      });
      return button;
    };
    const counts = Map.groupBy(rows, ({ answer }) => answer && shownType(answer));
    filters.replaceChildren(
      chip(undefined, "all", rows.length),
      ...Object.entries(MATCH_TYPES)
        .filter(([type]) => counts.has(type))
        .map(([type, label]) => chip(type, label, counts.get(type)?.length ?? 0)),
    );
  };

  const drawPager = (/** @type {number} */ count) => {
    const pages = Math.ceil(count / PAGE_ROWS);
    const turn = (/** @type {string} */ label, /** @type {number} */ to) => {
      const button = element("button", { type: "button" }, label);
      button.disabled = to < 0 || to >= pages;
      button.addEventListener("click", () => {
        page = to;
        draw();
        body.closest("section")?.scrollIntoView();
      });
      return button;
    };
    pager.replaceChildren(
      ...(pages > 1
        ? [turn("Previous", page - 1), element("span", {}, `Page ${page + 1} of ${pages}`), turn("Next", page + 1)]
        : []),
    );
  };

  const drawRow = (/** @type {Row} */ row) => {
    const { answer } = row;
    const cells = [
      element("td", { class: "number" }, String(row.line)),
      element("td", { class: "name" }, row.name),
      ...(answer
        ? answerCells(row, answer)
        : [element("td", { colspan: "6" }, row.name ? "…" : "no name in this row")]),
    ];
    const tr = element("tr", {}, ...cells);
    return answer && open.has(row) ? [tr, drawDetails(row, answer)] : [tr];
  };

  const answerCells = (/** @type {Row} */ row, /** @type {Answer} */ answer) => {
    const { usage, acceptedUsage, diagnostics } = answer;
    const type = shownType(answer);
    const toggle = element(
      "button",
      { type: "button", "aria-expanded": String(open.has(row)) },
      open.has(row) ? "Close" : "Correct",
    );
    toggle.dataset["line"] = String(row.line);
    toggle.setAttribute("aria-label", `${open.has(row) ? "Close" : "Correct"} ${row.name}`);
    toggle.addEventListener("click", () => {
      if (!open.delete(row)) {
        open.add(row);
        if (!row.isDetailed) detail(row);
      }
      redraw(row);
    });
    return [
      element(
        "td",
        {},
        element(
          "span",
          { class: `badge ${type}` },
          row.chosenBy === "you" ? "chosen by you" : (MATCH_TYPES[type] ?? wordsOf(type)),
        ),
      ),
      element(
        "td",
        { class: "name" },
        ...(usage
          ? [
              element("div", {}, usage.name),
              element(
                "div",
                { class: "sub" },
                [wordsOf(usage.rank ?? ""), placeOf(answer)].filter(Boolean).join(" · "),
              ),
            ]
          : ["–"]),
      ),
      element(
        "td",
        { class: "name" },
        ...(acceptedUsage
          ? [
              element("div", {}, acceptedUsage.name),
              element("div", { class: "sub" }, `found name: ${wordsOf(usage?.status ?? "synonym")}`),
            ]
          : [usage ? (answer.synonym ? "not known" : wordsOf(usage.status ?? "accepted")) : "–"]),
      ),
      element("td", { class: "number" }, diagnostics.confidence === undefined ? "–" : String(diagnostics.confidence)),
      element("td", { class: "why" }, whyOf(answer).join("; ")),
      element("td", {}, toggle),
    ];
  };

  /** Draws one row anew and keeps the keyboard on its choice, or on its button. */
  const redraw = (/** @type {Row} */ row, onChoice = false) => {
    draw();
    const choice = /** @type {HTMLElement | null} */ (body.querySelector(`[name="choice-${row.line}"]:checked`));
    const button = /** @type {HTMLElement | null} */ (body.querySelector(`[data-line="${row.line}"]`));
    ((onChoice && choice) || button)?.focus();
  };

  /**
   * Asks again for a row with its alternatives. Asked for all rows at once they would be a hundred times the data.
   */
  const detail = async (/** @type {Row} */ row) => {
    try {
      row.found = await ask({ ...row.question, verbose: true });
      row.isDetailed = true;
      if (row.chosenBy === "match") row.answer = row.found;
      if (open.has(row)) redraw(row);
    } catch (error) {
      onProblem(error);
    }
  };

  const take = async (/** @type {Row} */ row, /** @type {() => Promise<Answer | undefined>} */ get) => {
    try {
      const answer = await get();
      if (!answer) return;
      row.answer = answer;
      row.chosenBy = answer === row.found ? "match" : "you";
      redraw(row, true);
    } catch (error) {
      onProblem(error);
    }
  };

  const drawDetails = (/** @type {Row} */ row, /** @type {Answer} */ answer) => {
    const found = row.found ?? answer;
    const name = `choice-${row.line}`;
    const choice = (
      /** @type {boolean} */ isChecked,
      /** @type {string} */ label,
      /** @type {string} */ sub,
      /** @type {() => Promise<Answer | undefined>} */ get,
    ) => {
      const input = element("input", { type: "radio", name });
      input.checked = isChecked;
      input.addEventListener("change", () => take(row, get));
      return element(
        "li",
        {},
        element("label", {}, input, element("span", {}, label, " ", element("span", { class: "sub" }, sub))),
      );
    };
    const candidates = candidatesOf(found).map((candidate) =>
      choice(
        answer.usage?.key === candidate.key,
        candidate.name,
        [wordsOf(candidate.rank ?? ""), wordsOf(candidate.status ?? ""), candidate.kingdom, candidate.family]
          .filter(Boolean)
          .join(" · "),
        async () => (candidate.key === found.usage?.key ? found : ask({ usageKey: candidate.key })),
      ),
    );
    const none = choice(!answer.usage, "None of these", "", async () => ({ diagnostics: { matchType: "NONE" } }));
    const input = element("input", {
      type: "text",
      id: `correct-${row.line}`,
      value: row.question.scientificName ?? "",
      spellcheck: "false",
    });
    const form = element(
      "form",
      { class: "correct" },
      element("div", {}, element("label", { for: input.id }, "Or look for another spelling"), input),
      element("button", { type: "submit" }, "Look"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take(row, async () => {
        const other = await ask({ ...row.question, scientificName: input.value.trim(), verbose: true });
        row.found = other;
        row.isDetailed = true;
        return other.usage ? { ...other } : other;
      });
    });
    const list = element("ul", { "aria-label": `Candidates for ${row.name}` }, ...candidates, none);
    return element(
      "tr",
      { class: "details" },
      element("td", { colspan: "8" }, element("div", { class: "stay" }, list, form)),
    );
  };

  return {
    /** Shows other rows. @param {Row[]} others */
    show(others) {
      rows = others;
      onlyType = undefined;
      page = 0;
      open.clear();
      draw();
    },
    /** Draws again what has changed. */
    refresh: draw,
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children text is text: nothing of a name or an answer is read as markup.
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
