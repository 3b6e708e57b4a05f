/** Where does a usage stand? Its classification from the root down, main ranks first, all steps on demand. */
import { useState } from "preact/hooks";
import type { Taxon } from "../answer.ts";
import { wordsOf } from "../answer.ts";
import { codeWords, useTexts } from "../texts/texts.ts";
import { ScientificName } from "./scientific-name.tsx";

const MAIN_RANKS = new Set([
  "DOMAIN",
  "SUPERKINGDOM",
  "KINGDOM",
  "PHYLUM",
  "CLASS",
  "ORDER",
  "FAMILY",
  "GENUS",
  "SPECIES",
]);

/** The way from the root to a usage, which is not repeated when `self` is its key. */
export function Tree({ steps, self }: { steps: readonly Taxon[]; self?: string }) {
  const t = useTexts();
  const [isWhole, setWhole] = useState(false);
  const above = steps.filter(({ key }) => key !== self);
  const main = above.filter(({ rank }) => MAIN_RANKS.has(rank ?? ""));
  const shown = isWhole || main.length === 0 ? above : main;
  return (
    <div class="tree">
      <ol>
        {shown.map(({ key, name, rank }, depth) => (
          <li key={key} class={`depth-${Math.min(depth, 9)}`}>
            <span class="rank">{rank && rank !== "UNRANKED" ? codeWords(t, wordsOf(rank)) : ""}</span>
            <ScientificName name={name} rank={rank} usageKey={key} />
          </li>
        ))}
      </ol>
      {main.length > 0 && main.length < above.length && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.name.mainSteps : t.name.allSteps(above.length)}
        </button>
      )}
    </div>
  );
}
