/** What can a list do? Opens, matches, shows, takes decisions, writes: {@link Engine} over one list. */
import { type Answer, shownType } from "../../answer.ts";
import { checklists, getJson } from "../../api.ts";
import type {
  Decision,
  Download,
  DownloadForm,
  Engine,
  ListSummary,
  Preview,
  Progress,
  ReadOptions,
  Roles,
  RowView,
  ViewQuery,
  ViewResult,
} from "../protocol.ts";
import { askAll } from "./ask.ts";
import { download } from "./download.ts";
import { Keeper, type KeptList } from "./keep.ts";
import { foundOf, NameList } from "./name-list.ts";
import { SourceProblem } from "./problem.ts";
import { openFile, readSource, type Source } from "./read.ts";
import { computeView, needsLook } from "./view.ts";

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 200;
/** The rate is that of the last seconds. */
const RATE_SECONDS = 5;

/** The engine behind the page. `report` is called as matching goes on. */
export class ListEngine implements Engine {
  readonly #report: (progress: Progress) => void;
  readonly #keeper = new Keeper();
  #source: Source | undefined;
  #list: NameList | undefined;
  #about: KeptList | undefined;
  #isKept = true;
  #rows: Int32Array = new Int32Array();
  #asking: AbortController | undefined;
  #progress: Progress = { state: "done", doneRows: 0, totalRows: 0 };
  #reported = 0;
  #steps: { at: number; rows: number }[] = [];

  constructor(report: (progress: Progress) => void) {
    this.#report = report;
  }

  async open(source: { file: File } | { text: string; title: string }): Promise<Preview> {
    this.#source = "file" in source ? await openFile(source.file) : { text: source.text, title: source.title };
    return this.reread({});
  }

  async reread(options: ReadOptions): Promise<Preview> {
    if (!this.#source) throw new SourceProblem("noList");
    return readSource(this.#source, options).preview;
  }

  async start({
    roles,
    hasHeader,
    checklistKey,
    ...options
  }: { roles: Roles; hasHeader: boolean; checklistKey: string } & ReadOptions): Promise<ListSummary> {
    if (!this.#source) throw new SourceProblem("noList");
    const { table } = readSource(this.#source, { ...options, hasHeader });
    const header = hasHeader ? (table.rows[0] ?? []) : [];
    const body = hasHeader ? { rows: table.rows.slice(1), lines: table.lines.slice(1) } : table;
    const list = new NameList({ title: this.#source.title, header, roles, table: body });
    if (list.askedRows === 0) throw new SourceProblem("noName");
    const checklist = await this.#checklist(checklistKey);
    await this.stop();
    this.#list = list;
    this.#about = {
      title: list.origin.title,
      header,
      roles,
      rowCount: list.rowCount,
      checklistKey: checklist.checklistKey,
      checklistTitle: checklist.title,
      release: checklist.release,
      isMixed: false,
      isStopped: false,
    };
    this.#rows = new Int32Array();
    this.#isKept = true;
    await this.#keep(() => this.#keeper.begin(this.#about as KeptList, body));
    this.#ask();
    return this.#summaryOf();
  }

  async #checklist(key: string) {
    const all = await checklists();
    const found = all.find(({ checklistKey }) => checklistKey === key) ?? all[0];
    if (!found) throw new Error("The server has no checklist.");
    return found;
  }

  async restore(): Promise<ListSummary | null> {
    if (this.#list) return this.#summaryOf();
    const kept = await this.#keeper.load().catch(() => undefined);
    if (!kept) return null;
    const { title, header, roles } = kept.list;
    const list = new NameList({ title, header, roles, table: { rows: kept.rows, lines: kept.lines } });
    for (const [question, found] of kept.found) list.take(question, found);
    for (const [row, decision] of kept.decisions) list.decisions.set(row, decision);
    this.#list = list;
    this.#about = kept.list;
    if (list.doneRows < list.askedRows && !kept.list.isStopped) this.#ask();
    else this.#setProgress(list.doneRows < list.askedRows ? "stopped" : "done");
    return this.#summaryOf();
  }

  /** Asks for what has no answer yet; what happens is reported. */
  #ask(): void {
    const list = this.#list;
    const about = this.#about;
    if (!list || !about) return;
    const asking = new AbortController();
    this.#asking = asking;
    this.#steps = [];
    const seen = new Set<string>([about.release]);
    this.#setProgress("matching");
    askAll(list, about.checklistKey, asking.signal, {
      onAnswers: () => {
        if (this.#asking === asking) this.#setProgress("matching", "", false);
      },
      onPiece: (questions, release) => {
        if (this.#asking !== asking) return;
        if (release !== "" && !seen.has(release)) {
          seen.add(release);
          about.isMixed = list.doneRows > questions.length;
          about.release = release;
          this.#keep(() => this.#keeper.update(about));
        }
        this.#keep(() => this.#keeper.keepFound(questions, list.found));
      },
      onWaiting: (problem) => {
        if (this.#asking === asking) this.#setProgress(problem === "" ? "matching" : "waiting", problem);
      },
    }).then(
      () => {
        if (this.#asking === asking) this.#setProgress("done");
      },
      (error: unknown) => {
        if (this.#asking !== asking) return;
        if (asking.signal.aborted) this.#setProgress("stopped");
        else this.#setProgress("failed", error instanceof Error ? error.message : String(error));
      },
    );
  }

  #setProgress(state: Progress["state"], problem = "", isNow = true): void {
    const list = this.#list;
    if (!list) return;
    const now = performance.now();
    if (!isNow && now - this.#reported < REPORT_EVERY) return;
    this.#reported = now;
    this.#steps.push({ at: now, rows: list.doneRows });
    while (this.#steps.length > 2 && now - (this.#steps[0]?.at ?? now) > RATE_SECONDS * 1000) this.#steps.shift();
    const [first] = this.#steps;
    const seconds = first ? (now - first.at) / 1000 : 0;
    const rate = seconds > 0.2 && first ? (list.doneRows - first.rows) / seconds : 0;
    this.#progress = {
      state,
      doneRows: list.doneRows,
      totalRows: list.askedRows,
      ...(rate > 0 ? { rowsPerSecond: rate, secondsLeft: (list.askedRows - list.doneRows) / rate } : {}),
      ...(problem ? { problem } : {}),
    };
    this.#report(this.#progress);
  }

  /** A browser that cannot keep the list, in a private window say, does not keep one from working. */
  async #keep(write: () => Promise<void>): Promise<void> {
    if (!this.#isKept) return;
    try {
      await write();
    } catch {
      this.#isKept = false;
      this.#report(this.#progress);
    }
  }

  async stop(): Promise<void> {
    if (!this.#asking || !this.#about || this.#progress.state === "done") return;
    this.#asking.abort();
    const about = this.#about;
    about.isStopped = true;
    await this.#keep(() => this.#keeper.update(about));
  }

  async resume(): Promise<void> {
    const about = this.#about;
    if (!about) return;
    about.isStopped = false;
    await this.#keep(() => this.#keeper.update(about));
    this.#ask();
  }

  async forget(): Promise<void> {
    this.#asking?.abort();
    this.#asking = undefined;
    this.#list = undefined;
    this.#about = undefined;
    this.#source = undefined;
    this.#rows = new Int32Array();
    await this.#keeper.forget().catch(() => undefined);
  }

  async summary(): Promise<ListSummary | null> {
    return this.#list ? this.#summaryOf() : null;
  }

  #summaryOf(): ListSummary {
    const { title, rowCount, header, checklistKey, checklistTitle, release, isMixed } = this.#about as KeptList;
    return {
      title,
      rowCount,
      header,
      checklistKey,
      checklistTitle,
      release,
      isMixed,
      isKept: this.#isKept,
      progress: this.#progress,
    };
  }

  #open(): NameList {
    if (!this.#list) throw new SourceProblem("noList");
    return this.#list;
  }

  async view(query: ViewQuery): Promise<ViewResult> {
    const { rows, result } = computeView(this.#open(), query);
    this.#rows = rows;
    return result;
  }

  async rows(from: number, to: number): Promise<RowView[]> {
    const list = this.#open();
    return Array.from(this.#rows.subarray(from, to), (row) => list.rowView(row));
  }

  async row(row: number): Promise<RowView> {
    return this.#open().rowView(row);
  }

  async nextToLook(from: number): Promise<number> {
    const list = this.#open();
    for (let at = from; at < this.#rows.length; at++) {
      const row = this.#rows[at] as number;
      const found = list.foundFor(row);
      if (found && !list.decisions.has(row) && needsLook(found)) return at;
    }
    return -1;
  }

  async question(row: number): Promise<Record<string, string>> {
    const list = this.#open();
    return JSON.parse(list.questions[list.questionOfRow[row] ?? -1] ?? "{}") as Record<string, string>;
  }

  async decide({ row, all }: { row: number; all: boolean }, kind: Decision["kind"], usageKey = ""): Promise<number> {
    const list = this.#open();
    const decision: Decision = { kind, at: new Date().toISOString() };
    if (kind === "picked") decision.found = await this.#usage(usageKey);
    const rows = all ? list.rowsLike(row) : [row];
    list.decide(rows, decision);
    await this.#keep(() => this.#keeper.keepDecisions(rows, list.decisions));
    return rows.length;
  }

  /** A usage that was picked, with its accepted usage and its classification. */
  async #usage(usageKey: string) {
    const checklistKey = this.#about?.checklistKey;
    const answer = await getJson<Answer>("v2/species/match", { usageKey, checklistKey, details: "true" });
    if (answer.usage?.key !== usageKey) throw new Error(`${usageKey}: ${shownType(answer)}`);
    return foundOf(answer);
  }

  async undo(): Promise<number> {
    const list = this.#open();
    const rows = list.undo();
    await this.#keep(() => this.#keeper.keepDecisions(rows, list.decisions));
    return rows.length;
  }

  async download(form: DownloadForm): Promise<Download> {
    return download(this.#open(), form);
  }
}
