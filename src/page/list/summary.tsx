/** What does a list look like as a whole? One bar of how names were found, and how sure. */
import { useTexts } from "../texts/texts.ts";
import { CONFIDENCE_STEPS, type Filter, type ViewResult } from "./protocol.ts";

const PARTS: readonly Filter[] = ["exact", "variant", "higher", "ambiguous", "none"];

/** The summary of all rows, whatever is filtered. */
export function Summary({ view, rowCount }: { view: ViewResult; rowCount: number }) {
  const t = useTexts();
  const parts = PARTS.map((filter) => ({ filter, count: view.counts[filter] })).filter(({ count }) => count > 0);
  const share = (count: number) => Math.round((100 * count) / Math.max(1, rowCount));
  const most = Math.max(1, ...view.confidences);
  const steps = view.confidences.map((count, at) => ({ label: `${CONFIDENCE_STEPS[at] ?? ""}+`, count }));
  if (parts.length === 0) return null;
  return (
    <section class="summary" aria-label={t.list.summary}>
      <div
        class="stack"
        role="img"
        aria-label={parts
          .map(({ filter, count }) => t.list.bar(t.list.filters[filter], count, share(count)))
          .join(", ")}
      >
        {parts.map(({ filter, count }) => (
          <span key={filter} class={`stack-part stack-${filter}`} style={{ flexGrow: count }}>
            {share(count) >= 7 && `${share(count)} %`}
          </span>
        ))}
      </div>
      <figure class="confidences">
        <div
          class="columns"
          role="img"
          aria-label={`${t.list.confidenceChart}: ${steps.map(({ label, count }) => `${label}: ${t.number(count)}`).join(", ")}`}
        >
          {steps.map(({ label, count }) => (
            <span class="step" key={label}>
              <span class="column" style={{ height: `${count === 0 ? 0 : Math.max(4, (100 * count) / most)}%` }} />
              <small>{label}</small>
            </span>
          ))}
        </div>
        <figcaption>{t.list.confidenceChart}</figcaption>
      </figure>
    </section>
  );
}
