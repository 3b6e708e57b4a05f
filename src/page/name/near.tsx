/** What else may be meant? Candidates near the name, with the letters marked that differ. */

import { type Answer, type Candidate, candidatesOf } from "../answer.ts";
import { differingLetters } from "../letters.ts";
import { follow } from "../location.ts";
import { Letters, StatusMark } from "../parts/marks.tsx";
import { splitAuthorship } from "../parts/scientific-name.tsx";
import { usePlaceLink } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";

const SHOWN = 8;

/** Candidates beside the answer. */
export function Near({ answer, written }: { answer: Answer; written: string }) {
  const t = useTexts();
  if (nearOf(answer).length === 0) return null;
  return (
    <section class="card">
      <h2>{t.name.near}</h2>
      <p class="hint">{t.name.nearHint}</p>
      <NearList answer={answer} written={written} />
    </section>
  );
}

/** The candidates alone. */
export function NearList({ answer, written }: { answer: Answer; written: string }) {
  const candidates = nearOf(answer);
  if (candidates.length === 0) return null;
  return (
    <ul class="near">
      {candidates.slice(0, SHOWN).map((candidate) => (
        <NearOne key={candidate.key} candidate={candidate} written={written} />
      ))}
    </ul>
  );
}

function nearOf(answer: Answer): Candidate[] {
  return candidatesOf(answer).filter(({ key }) => key !== answer.usage?.key);
}

function NearOne({ candidate, written }: { candidate: Candidate; written: string }) {
  const link = usePlaceLink(candidate.key);
  const [canonical, authorship] = splitAuthorship(candidate.name);
  const [, letters] = differingLetters(written, canonical);
  return (
    <li>
      <a class="name-link" href={link} onClick={follow}>
        <i>
          <Letters stretches={letters} />
        </i>
        {authorship && <span class="authorship"> {authorship}</span>}
      </a>
      <span class="about">
        {[candidate.kingdom, candidate.family].filter(Boolean).join(" › ")} <StatusMark status={candidate.status} />
      </span>
      {candidate.confidence !== undefined && <span class="sure">{candidate.confidence}</span>}
    </li>
  );
}
