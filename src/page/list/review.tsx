/** Which usage is meant in a row? Candidates side by side, with the letters that differ; pick, reject, take back. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, type Candidate, candidatesOf } from "../answer.ts";
import { getJson } from "../api.ts";
import { differingLetters } from "../letters.ts";
import { useAsked } from "../parts/asked.ts";
import { Letters, StatusMark, TypeBadge } from "../parts/marks.tsx";
import { splitAuthorship } from "../parts/scientific-name.tsx";
import { codeWords, useTexts } from "../texts/texts.ts";
import { engine } from "./client.ts";
import { OtherName } from "./other-name.tsx";
import type { Decision, RowView } from "./protocol.ts";
import { isField, problemOf } from "./words.ts";

const MOST_KEYS = 9;

/** The dialog about one row of the view. */
export function Review({
  place,
  checklistKey,
  canUndo,
  onPlace,
  onDecided,
  onUndo,
  onClose,
}: {
  place: number;
  checklistKey: string;
  canUndo: boolean;
  onPlace(place: number): void;
  onDecided(): Promise<void>;
  onUndo(): Promise<void>;
  onClose(): void;
}) {
  const t = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [row, setRow] = useState<RowView>();
  const [isForAll, setForAll] = useState(true);
  const [said, setSaid] = useState("");
  const answer = useAsked(row?.hasName ? `${row.row}` : "", async (signal) => {
    const question = await engine.question(row?.row ?? -1);
    const parameters = { ...question, checklistKey, verbose: "true", details: "true" };
    const own = await getJson<Answer>("v2/species/match", parameters, { signal });
    return { row: row?.row, own };
  });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    engine.rows(place, place + 1).then(([one]) => one && setRow(one));
  }, [place]);
  // The answer about the last row stands until the next one is there.
  const full = answer.value?.row === row?.row ? answer.value?.own : undefined;
  const candidates = row ? candidatesFor(row, full) : [];

  const decide = async (kind: Decision["kind"], key?: string) => {
    if (!row?.hasName) return;
    try {
      const rows = await engine.decide({ row: row.row, all: isForAll }, kind, key);
      const done = t.review.decided(t.list.decision[kind], rows);
      setSaid(done);
      await onDecided();
      await next(place, done);
    } catch (error) {
      setSaid(problemOf(error, t));
    }
  };
  const next = async (from: number, done = "") => {
    const to = await engine.nextToLook(from);
    if (to < 0) {
      setSaid(`${done} ${t.review.nothingLeft}`.trim());
      await refresh();
      return;
    }
    // Another row may stand at the same place now that this one has left the view.
    const [one] = await engine.rows(to, to + 1);
    setRow(one);
    onPlace(to);
  };
  const refresh = async () => {
    if (row) setRow(await engine.row(row.row));
  };
  const undo = async () => {
    await onUndo();
    await refresh();
  };
  const labelOf = ({ key }: Candidate) => {
    if (key === row?.found?.usage?.key) return t.review.confirm;
    return row?.found?.usage ? t.review.pickInstead : t.review.pick;
  };
  const choose = (candidate: Candidate | undefined) => {
    if (candidate) void decide(candidate.key === row?.found?.usage?.key ? "confirmed" : "picked", candidate.key);
  };
  const onKey = (event: KeyboardEvent) => {
    if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = Number(event.key);
    if (event.key !== " " && digit >= 1 && digit <= MOST_KEYS) choose(candidates[digit - 1]);
    else if (event.key === "0") void decide("rejected");
    else if (event.key === "n") void next(place + 1);
    else if (event.key === "u") void undo();
    else return;
    event.preventDefault();
  };
  return (
    <dialog class="review" ref={dialog} aria-labelledby="review-title" onClose={onClose} onKeyDown={onKey}>
      <div class="review-head">
        <h2 id="review-title">{t.review.title}</h2>
        <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
          {t.review.close}
        </button>
      </div>
      {row && (
        <>
          <p class="written">
            <span class="about">
              {t.review.written}, {t.review.line(row.line)}
            </span>
            <strong class="verbatim">{row.name || t.list.noName}</strong>
          </p>
          <p>
            {row.decision ? (
              <span class={`badge decision-${row.decision.kind}`}>{t.list.decision[row.decision.kind]}</span>
            ) : (
              row.found && <TypeBadge type={row.found.type} />
            )}{" "}
            <span class="hint">
              {[...(row.found?.reasons ?? []).map((code) => codeWords(t, code)), row.found?.qualifier]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </p>
          {(row.found?.decidedBy.length ?? 0) > 0 && (
            <p class="decides">
              {t.name.decides((row.found?.decidedBy ?? []).map((code) => codeWords(t, code)).join(t.name.or))}
            </p>
          )}
          <h3>{t.review.candidates}</h3>
          {candidates.length === 0 && <p class="hint">{answer.isPending ? t.usage.loading : t.review.noCandidates}</p>}
          <ol class="candidates">
            {candidates.map((candidate, at) => (
              <CandidateCard
                key={candidate.key}
                candidate={candidate}
                written={row.name}
                place={at + 1}
                isFound={candidate.key === row.found?.usage?.key}
                isChosen={isChosen(candidate, row)}
                label={labelOf(candidate)}
                decidedBy={row.found?.decidedBy ?? []}
                onChoose={() => choose(candidate)}
              />
            ))}
          </ol>
          {row.hasName && <OtherName checklistKey={checklistKey} onPick={(key) => void decide("picked", key)} />}
          <div class="review-foot">
            {row.same > 1 && (
              <label>
                <input
                  type="checkbox"
                  checked={isForAll}
                  onChange={({ currentTarget }) => setForAll(currentTarget.checked)}
                />{" "}
                {t.review.all(row.same)}
              </label>
            )}
            <div class="actions">
              <button type="button" onClick={() => void decide("rejected")} disabled={!row.hasName}>
                {t.review.reject}
              </button>
              <button type="button" disabled={!canUndo} onClick={() => void undo()}>
                {t.review.undo}
              </button>
              <button type="button" onClick={() => void next(place + 1)}>
                {t.review.next}
              </button>
            </div>
            <p class="hint keys">{t.review.keys}</p>
          </div>
        </>
      )}
      <p class="hint" role="status">
        {said}
      </p>
    </dialog>
  );
}

/** What the list keeps at once, and everything when the server has told it. */
function candidatesFor(row: RowView, answer: Answer | undefined): Candidate[] {
  const { found, decision } = row;
  const candidates = new Map<string, Candidate>();
  const put = (candidate: Candidate) =>
    candidates.set(candidate.key, { ...candidate, ...candidates.get(candidate.key) });
  if (found?.usage)
    put({ ...found.usage, ...(found.confidence === undefined ? {} : { confidence: found.confidence }) });
  if (decision?.found?.usage) put(decision.found.usage);
  for (const candidate of found?.candidates ?? []) put(candidate);
  for (const candidate of answer ? candidatesOf(answer) : []) put(candidate);
  return [...candidates.values()];
}

function isChosen(candidate: Candidate, { decision, found }: RowView): boolean {
  if (decision?.kind === "confirmed") return candidate.key === found?.usage?.key;
  return decision?.kind === "picked" && candidate.key === decision.found?.usage?.key;
}

function CandidateCard({
  candidate,
  written,
  place,
  isFound,
  isChosen,
  label,
  decidedBy,
  onChoose,
}: {
  candidate: Candidate;
  written: string;
  place: number;
  isFound: boolean;
  label: string;
  isChosen: boolean;
  decidedBy: readonly string[];
  onChoose(): void;
}) {
  const t = useTexts();
  const [canonical, authorship] = splitAuthorship(candidate.name);
  const [, letters] = differingLetters(splitAuthorship(written)[0], canonical);
  const { kingdom, family, rank, status, confidence } = candidate;
  return (
    <li class={`candidate ${isFound ? "is-found" : ""} ${isChosen ? "is-chosen" : ""}`}>
      <div>
        <p class="candidate-name">
          <i>
            <Letters stretches={letters} />
          </i>
          {authorship && (
            <span class={decidedBy.includes("scientificNameAuthorship") ? "authorship decisive" : "authorship"}>
              {" "}
              {authorship}
            </span>
          )}
        </p>
        <p class="about">
          {rank && <span>{codeWords(t, rank.toLowerCase())}</span>}
          {kingdom && <span class={decidedBy.includes("kingdom") ? "decisive" : ""}>{kingdom}</span>}
          {family && <span class={decidedBy.includes("family") ? "decisive" : ""}>{family}</span>}
          <StatusMark status={status} />
          {confidence !== undefined && <span>{t.name.confidence(confidence)}</span>}
          {isFound && <span>{t.review.current}</span>}
        </p>
      </div>
      <button type="button" class={isFound ? "primary" : ""} onClick={onChoose} aria-pressed={isChosen}>
        {place <= MOST_KEYS && <kbd>{place}</kbd>}
        {label}
        <span class="visually-hidden">: {candidate.name}</span>
      </button>
    </li>
  );
}
