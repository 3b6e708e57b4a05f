/** What is the answer? The usage that is meant, what it is a synonym of, and its way up the tree. */
import { type Answer, shownType } from "../answer.ts";
import { getJson } from "../api.ts";
import { useAsked } from "../parts/asked.ts";
import { StatusMark, TypeBadge } from "../parts/marks.tsx";
import { ScientificName } from "../parts/scientific-name.tsx";
import { Tree } from "../parts/tree.tsx";
import { useChecklistKey } from "../parts/usage-link.ts";
import { codeWords, useTexts } from "../texts/texts.ts";
import { NearList } from "./near.tsx";

interface Page {
  results?: { key: number | string; scientificName: string; rank?: string }[];
}
const SHOWN_SYNONYMS = 8;

/** The card with the answer. */
export function AnswerCard({ answer, written }: { answer: Answer; written: string }) {
  const t = useTexts();
  const { usage, acceptedUsage, classification = [], diagnostics } = answer;
  const type = shownType(answer);
  const accepted = acceptedUsage ?? usage;
  return (
    <section class="card answer" aria-live="polite" aria-labelledby="answer-heading">
      <h2 id="answer-heading" class="visually-hidden">
        {t.name.answer}
      </h2>
      <p class="answer-head">
        <TypeBadge type={type} />
        {usage && diagnostics.confidence !== undefined && (
          <span class="sure">{t.name.confidence(diagnostics.confidence)}</span>
        )}
        {diagnostics.qualifier && <span class="status">{diagnostics.qualifier}</span>}
      </p>
      {usage ? (
        <>
          <p class="answer-name">
            <ScientificName
              name={usage.name}
              rank={usage.rank}
              usageKey={usage.key}
              written={type === "VARIANT" ? written : undefined}
            />
          </p>
          <p class="answer-about">
            {usage.rank && <span>{codeWords(t, usage.rank.toLowerCase())}</span>}
            <StatusMark status={usage.status} always />
          </p>
          {acceptedUsage && (
            <p class="accepted">
              {t.name.acceptedAs}{" "}
              <ScientificName name={acceptedUsage.name} rank={acceptedUsage.rank} usageKey={acceptedUsage.key} />
            </p>
          )}
          <h3>{t.name.way}</h3>
          <Tree steps={classification} {...(accepted ? { self: accepted.key } : {})} />
          {accepted && <Synonyms usageKey={accepted.key} except={usage.key} />}
        </>
      ) : (
        <>
          <p class="answer-name">{type === "AMBIGUOUS" ? t.name.undecided : t.name.nothing}</p>
          <NearList answer={answer} written={written} />
          {(diagnostics.decidedBy?.length ?? 0) > 0 && (
            <p class="decides">
              {t.name.decides((diagnostics.decidedBy ?? []).map((code) => codeWords(t, code)).join(t.name.or))}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Synonyms({ usageKey, except }: { usageKey: string; except: string }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const asked = useAsked(`${checklistKey} ${usageKey}`, (signal) =>
    getJson<Page>(`v1/species/${encodeURIComponent(usageKey)}/synonyms`, { checklistKey, limit: "50" }, { signal }),
  );
  const synonyms = (asked.value?.results ?? []).filter(({ key }) => String(key) !== except);
  if (synonyms.length === 0) return null;
  return (
    <>
      <h3>{t.name.synonyms(synonyms.length)}</h3>
      <ul class="plain-list">
        {synonyms.slice(0, SHOWN_SYNONYMS).map(({ key, scientificName, rank }) => (
          <li key={key}>
            <ScientificName name={scientificName} rank={rank} usageKey={String(key)} />
          </li>
        ))}
        {synonyms.length > SHOWN_SYNONYMS && <li>…</li>}
      </ul>
    </>
  );
}
