/** Which rows are shown? By how they were found, by kingdom, by letters of the name. */
import { useTexts } from "../texts/texts.ts";
import { FILTERS, SORT_KEYS, type SortKey, type ViewQuery, type ViewResult } from "./protocol.ts";

/** The row of choices above the table. */
export function Filters({
  query,
  view,
  onQuery,
  onUndo,
}: {
  query: ViewQuery;
  view: ViewResult;
  onQuery(query: ViewQuery): void;
  onUndo(): void;
}) {
  const t = useTexts();
  return (
    <div class="filters">
      <fieldset class="chips">
        <legend class="visually-hidden">{t.list.filter}</legend>
        {FILTERS.filter((filter) => filter === "all" || view.counts[filter] > 0 || query.filter === filter).map(
          (filter) => (
            <label key={filter} class={`chip filter-${filter}`}>
              <input
                type="radio"
                name="filter"
                value={filter}
                checked={query.filter === filter}
                onChange={() => onQuery({ ...query, filter })}
              />
              {t.list.filters[filter]} <span class="count">{t.number(view.counts[filter])}</span>
            </label>
          ),
        )}
      </fieldset>
      <div class="filter-fields">
        <input
          type="search"
          aria-label={t.list.search}
          placeholder={t.list.search}
          value={query.search}
          onInput={({ currentTarget }) => onQuery({ ...query, search: currentTarget.value })}
        />
        {view.kingdoms.length > 1 && (
          <select
            aria-label={t.list.kingdom}
            value={query.kingdom}
            onChange={({ currentTarget }) => onQuery({ ...query, kingdom: currentTarget.value })}
          >
            <option value="">{t.list.allKingdoms}</option>
            {view.kingdoms.map(([kingdom, count]) => (
              <option key={kingdom} value={kingdom || "-"}>
                {kingdom || t.list.noKingdom} ({t.number(count)})
              </option>
            ))}
          </select>
        )}
        <select
          class="sort-choice"
          aria-label={t.list.sort}
          value={`${query.sortBy}${query.descending ? "-" : ""}`}
          onChange={({ currentTarget: { value } }) =>
            onQuery({ ...query, sortBy: value.replace("-", "") as SortKey, descending: value.endsWith("-") })
          }
        >
          {SORT_KEYS.flatMap((key) => [
            <option key={key} value={key}>{`${t.list.columns[key]} ↑`}</option>,
            <option key={`${key}-`} value={`${key}-`}>{`${t.list.columns[key]} ↓`}</option>,
          ])}
        </select>
        <button type="button" class="quiet" disabled={!view.canUndo} onClick={onUndo}>
          {t.review.undo}
        </button>
        <span class="hint" role="status">
          {t.list.shown(view.total)}
        </span>
      </div>
    </div>
  );
}
