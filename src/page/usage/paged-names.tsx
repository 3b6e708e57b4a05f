/** Names that come in pages: children, synonyms. */
import { useEffect, useState } from "preact/hooks";
import { getJson } from "../api.ts";
import { ScientificName } from "../parts/scientific-name.tsx";
import { useChecklistKey } from "../parts/usage-link.ts";
import { useTexts } from "../texts/texts.ts";

interface Page {
  endOfRecords?: boolean;
  results?: { key: number | string; scientificName: string; rank?: string; numDescendants?: number }[];
}
const PAGE = 50;

/** A heading with the names below it, more of them on demand; nothing when there are none, unless `showsNone`. */
export function PagedNames({ path, title, showsNone = false }: { path: string; title: string; showsNone?: boolean }) {
  const t = useTexts();
  const checklistKey = useChecklistKey();
  const [pages, setPages] = useState<Page[]>([]);
  const more = (offset: number, before: Page[], signal?: AbortSignal) =>
    getJson<Page>(path, { checklistKey, limit: String(PAGE), offset: String(offset) }, { signal }).then(
      (page) => setPages([...before, page]),
      () => undefined,
    );
  useEffect(() => {
    const control = new AbortController();
    setPages([]);
    void more(0, [], control.signal);
    return () => control.abort();
  }, [path, checklistKey]);
  const names = pages.flatMap(({ results }) => results ?? []);
  if (names.length === 0 && (!showsNone || pages.length === 0)) return showsNone ? <h2>{title}</h2> : null;
  return (
    <>
      <h2>
        {title}{" "}
        {names.length > 0 && (
          <span class="count">
            {t.number(names.length)}
            {pages.at(-1)?.endOfRecords === false ? "+" : ""}
          </span>
        )}
      </h2>
      {names.length === 0 && <p class="hint">{t.usage.nothing}</p>}
      <ul class="plain-list">
        {names.map(({ key, scientificName, rank }) => (
          <li key={key}>
            <ScientificName name={scientificName} rank={rank} usageKey={String(key)} />
          </li>
        ))}
      </ul>
      {pages.at(-1)?.endOfRecords === false && (
        <button type="button" onClick={() => void more(names.length, pages)}>
          {t.usage.more}
        </button>
      )}
    </>
  );
}
