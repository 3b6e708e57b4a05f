/** Is another name meant than any candidate? A search of the checklist beside them. */
import { useState } from "preact/hooks";
import { getJson } from "../api.ts";
import { useAsked } from "../parts/asked.ts";
import { ScientificName } from "../parts/scientific-name.tsx";
import { useTexts } from "../texts/texts.ts";

interface Suggestion {
  key: number | string;
  scientificName: string;
  rank?: string;
  family?: string;
}

const PAUSE_MILLISECONDS = 150;

/** The field, and what the checklist has that begins like it. */
export function OtherName({ checklistKey, onPick }: { checklistKey: string; onPick(key: string): void }) {
  const t = useTexts();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const found = useAsked(
    wanted,
    (signal) =>
      getJson<Suggestion[]>(
        "v1/species/suggest",
        { q: wanted, limit: "6", checklistKey, datasetKey: checklistKey },
        { signal },
      ),
    PAUSE_MILLISECONDS,
  );
  return (
    <details class="other-name">
      <summary>{t.review.other}</summary>
      <input
        type="search"
        aria-label={t.review.otherPlaceholder}
        placeholder={t.review.otherPlaceholder}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ul class="plain-list">
        {wanted !== "" &&
          (found.value ?? []).map(({ key, scientificName, rank, family }) => (
            <li key={key}>
              <button
                type="button"
                class="quiet"
                onClick={() => {
                  setText("");
                  onPick(String(key));
                }}
              >
                <ScientificName name={scientificName} rank={rank} /> <span class="about">{family}</span>
              </button>
            </li>
          ))}
      </ul>
    </details>
  );
}
