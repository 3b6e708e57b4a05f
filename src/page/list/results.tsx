/** What was found for a list? Progress, summary, filters, the table, and a row to decide about. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useTexts } from "../texts/texts.ts";
import { engine, onProgress } from "./client.ts";
import { Filters } from "./filters.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import type { DownloadForm, ListSummary, Progress, ViewQuery, ViewResult } from "./protocol.ts";
import { ResultTable } from "./result-table.tsx";
import { Review } from "./review.tsx";
import { Summary } from "./summary.tsx";
import { isField } from "./words.ts";

const FIRST_VIEW: ViewQuery = { filter: "all", kingdom: "", search: "", sortBy: "line", descending: false };
/** While matching goes on the view is computed anew at most this often. */
const REFRESH_MILLISECONDS = 700;

/** The results of the list that is open in the worker. */
export function Results({ list, onForget }: { list: ListSummary; onForget(): void }) {
  const t = useTexts();
  const [summary, setSummary] = useState(list);
  const [progress, setProgress] = useState<Progress>(list.progress);
  const [query, setQuery] = useState(FIRST_VIEW);
  const [view, setView] = useState<ViewResult>();
  const [version, setVersion] = useState(0);
  const [open, setOpen] = useState(-1);
  const [said, setSaid] = useState("");
  const [cut, setCut] = useState<readonly number[]>([]);
  const latest = useRef(query);
  latest.current = query;

  const refresh = useCallback(async () => {
    const wanted = latest.current;
    const result = await engine.view(wanted);
    if (latest.current !== wanted) return;
    setView(result);
    setVersion((before) => before + 1);
  }, []);
  useEffect(() => {
    void refresh();
  }, [query]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopListening = onProgress((now) => {
      setProgress(now);
      const isEnd = now.state !== "matching";
      if (isEnd) engine.summary().then((fresh) => fresh && setSummary(fresh));
      if (isEnd) clearTimeout(timer);
      else if (timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          void refresh();
        },
        isEnd ? 0 : REFRESH_MILLISECONDS,
      );
    });
    // Matching may have ended before anybody listened.
    engine.summary().then((fresh) => fresh && setProgress(fresh.progress));
    return () => {
      stopListening();
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isField(event.target)) {
        event.preventDefault();
        void undo();
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  const undo = async () => {
    const rows = await engine.undo();
    if (rows > 0) setSaid(t.review.undone(rows));
    await refresh();
  };
  const download = async (form: DownloadForm) => {
    const { file, cutRows } = await engine.download(form);
    setCut(cutRows);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${summary.title.replace(/\.(csv|tsv|txt|tab|xlsx|xlsm|ods)$/i, "")}-matched.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <div class="results">
      <div class="results-head">
        <div>
          <h2>{summary.title}</h2>
          <p class="hint">
            {t.list.matchedAgainst(summary.checklistTitle, summary.release)}
            {summary.isKept ? ` · ${t.list.kept}` : ""}
          </p>
        </div>
        <div class="actions">
          <fieldset class="download">
            <legend class="visually-hidden">{t.list.download}</legend>
            <span aria-hidden="true">{t.list.download}</span>
            {(["xlsx", "csv", "tsv"] as const).map((form) => (
              <button
                type="button"
                key={form}
                onClick={() => download(form)}
                aria-label={`${t.list.download}: ${t.list.downloads[form]}`}
              >
                {t.list.downloads[form]}
              </button>
            ))}
          </fieldset>
          <button type="button" class="quiet" onClick={onForget}>
            {t.list.back}
          </button>
        </div>
      </div>
      {!summary.isKept && <p class="problem">{t.list.notKept}</p>}
      {cut.length > 0 && (
        <p class="problem" role="status">
          {t.list.cut(cut)}
        </p>
      )}
      {summary.isMixed && <p class="problem">{t.list.mixed}</p>}
      <ProgressBar progress={progress} />
      {view && <Summary view={view} rowCount={summary.rowCount} />}
      {view && <Filters query={query} view={view} onQuery={setQuery} onUndo={undo} />}
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {view && (
        <ResultTable
          count={view.total}
          version={version}
          query={query}
          onSort={(sortBy) =>
            setQuery({
              ...query,
              sortBy,
              descending: query.sortBy === sortBy && !query.descending,
            })
          }
          onOpen={setOpen}
        />
      )}
      {open >= 0 && view && (
        <Review
          place={open}
          checklistKey={summary.checklistKey}
          canUndo={view.canUndo}
          onPlace={setOpen}
          onDecided={refresh}
          onUndo={undo}
          onClose={() => setOpen(-1)}
        />
      )}
    </div>
  );
}
