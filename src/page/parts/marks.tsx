/** Small marks: how a name was found, what status it has, which letters differ. */
import type { ShownType } from "../answer.ts";
import type { Stretch } from "../letters.ts";
import { statusWords, useTexts } from "../texts/texts.ts";

/** How a name was found. */
export function TypeBadge({ type }: { type: ShownType }) {
  const t = useTexts();
  return <span class={`badge type-${type.toLowerCase()}`}>{t.types[type]}</span>;
}

/** The status of a usage, nothing for an accepted one: that is what one expects. */
export function StatusMark({ status, always = false }: { status?: string | undefined; always?: boolean }) {
  const t = useTexts();
  if (!status || (!always && status.toUpperCase() === "ACCEPTED")) return null;
  return <span class={`status status-${status.toLowerCase()}`}>{statusWords(t, status)}</span>;
}

/** A name with the letters marked that another one has not. */
export function Letters({ stretches }: { stretches: readonly Stretch[] }) {
  return (
    <span class="letters">
      {stretches.map(({ text, differs }, at) =>
        differs ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
      )}
    </span>
  );
}

/** How sure an answer is: a number with a bar. */
export function Confidence({ value }: { value: number }) {
  return (
    <span class="confidence">
      <meter min={0} max={100} low={80} high={95} optimum={100} value={value} aria-hidden="true" />
      {value}
    </span>
  );
}
