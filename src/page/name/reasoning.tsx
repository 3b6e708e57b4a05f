/** Why is this the answer? Reasons, points, and the steps in sentences. */
import type { Diagnostics } from "../answer.ts";
import { codeWords, useTexts } from "../texts/texts.ts";

/** A score of this many points fills a bar. */
const FULL = 100;

/** The card with the reasoning. */
export function Reasoning({ diagnostics }: { diagnostics: Diagnostics }) {
  const t = useTexts();
  const { reasons = [], steps = [], score, note } = diagnostics;
  if (reasons.length === 0 && steps.length === 0) return null;
  const parts = Object.entries(score ?? {}).filter(([, points]) => typeof points === "number" && points !== 0);
  return (
    <section class="card">
      <h2>{t.name.reasoning}</h2>
      <ul class="reasons">
        {reasons.map((code) => (
          <li key={code}>{codeWords(t, code)}</li>
        ))}
        {reasons.length === 0 && note && <li>{note}</li>}
      </ul>
      {steps.length > 0 && (
        <ol class="steps" lang="en">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {parts.length > 0 && (
        <table class="score">
          <caption>{t.name.points}</caption>
          <tbody>
            {parts.map(([part, points]) => (
              <tr key={part} class={part === "total" ? "total" : ""}>
                <th scope="row">{t.name.score[part] ?? codeWords(t, part)}</th>
                <td class="bar-cell">
                  <progress
                    max={FULL}
                    value={Math.min(FULL, Math.abs(points))}
                    class={points < 0 ? "minus" : ""}
                    aria-hidden="true"
                  />
                </td>
                <td class="number">{points > 0 && part !== "total" ? `+${points}` : points}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
