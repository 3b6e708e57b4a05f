/** Where does matching stand? How many are done, how long it takes, and what to do when it does not go on. */
import { useTexts } from "../texts/texts.ts";
import { engine } from "./client.ts";
import type { Progress } from "./protocol.ts";

/** The bar, gone when all is done. */
export function ProgressBar({ progress }: { progress: Progress }) {
  const t = useTexts();
  const { state, doneRows, totalRows, secondsLeft, problem } = progress;
  // Numbers that change all the time are not read aloud; a change of state is.
  const said = {
    matching: "",
    waiting: t.list.waiting,
    stopped: t.list.stopped,
    failed: t.list.failed(problem ?? ""),
    done: t.list.finished(doneRows),
  }[state];
  return (
    <section class={`progress is-${state}`} aria-label={t.list.progress}>
      {state !== "done" && <progress max={totalRows || 1} value={doneRows} aria-label={t.list.progress} />}
      <p>
        {state !== "done" && <span>{t.list.doneOf(doneRows, totalRows)}</span>}
        {state === "matching" && secondsLeft !== undefined && <span> · {t.list.timeLeft(secondsLeft)}</span>}{" "}
        <span role="status">{said}</span>
      </p>
      {(state === "matching" || state === "waiting") && (
        <button type="button" onClick={() => void engine.stop()}>
          {t.list.stop}
        </button>
      )}
      {(state === "stopped" || state === "failed") && (
        <button type="button" class="primary" onClick={() => void engine.resume()}>
          {t.list.resume}
        </button>
      )}
    </section>
  );
}
