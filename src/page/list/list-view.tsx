/** How does a list go through? Taken in, looked at, matched; the last one is there again after a reload. */
import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../texts/texts.ts";
import { engine } from "./client.ts";
import { Intake } from "./intake.tsx";
import { PreviewView } from "./preview.tsx";
import type { ListSummary, Preview } from "./protocol.ts";
import { Results } from "./results.tsx";
import { problemOf } from "./words.ts";

/** The view at `/list`. */
export function ListView() {
  const t = useTexts();
  const [isRestored, setRestored] = useState(false);
  const [preview, setPreview] = useState<Preview>();
  const [list, setList] = useState<ListSummary>();
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    setProblem("");
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error, t));
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    engine
      .restore()
      .then((kept) => kept && setList(kept))
      .catch((error: unknown) => setProblem(problemOf(error, t)))
      .finally(() => setRestored(true));
  }, []);
  if (!isRestored) return <p class="hint">{t.usage.loading}</p>;
  return (
    <div class="list-view">
      <h1 class={list ? "visually-hidden" : ""}>{t.list.title}</h1>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class={isBusy ? "hint" : "visually-hidden"} role="status">
        {isBusy ? t.usage.loading : ""}
      </p>
      {list ? (
        <Results
          key={`${list.title} ${list.rowCount}`}
          list={list}
          onForget={() =>
            attempt(async () => {
              await engine.forget();
              setList(undefined);
              setPreview(undefined);
            })
          }
        />
      ) : preview ? (
        <PreviewView
          preview={preview}
          onReread={(options) => attempt(async () => setPreview(await engine.reread(options)))}
          onBack={() => setPreview(undefined)}
          onMatch={(settings) => attempt(async () => setList(await engine.start(settings)))}
        />
      ) : (
        <Intake onSource={(source) => attempt(async () => setPreview(await engine.open(source)))} />
      )}
    </div>
  );
}
