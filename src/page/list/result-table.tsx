// biome-ignore-all lint/a11y/useSemanticElements: rows are drawn where they stand, which a <table> cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
/** The rows of a list with what was found: any number of them, of which only those on the screen are drawn. */
import { useEffect, useRef, useState } from "preact/hooks";
import { taxonAt } from "../answer.ts";
import { Confidence, StatusMark, TypeBadge } from "../parts/marks.tsx";
import { ScientificName } from "../parts/scientific-name.tsx";
import { codeWords, useTexts } from "../texts/texts.ts";
import { engine } from "./client.ts";
import { type RowView, SORT_KEYS, type SortKey, type ViewQuery } from "./protocol.ts";
import { useVirtualRows } from "./virtual.ts";

const ROW_HEIGHT = 52;
const CARD_HEIGHT = 112;
const NARROW = "(max-width: 760px)";
/** Rows that are fetched from the worker together. */
const BLOCK = 60;
const PAGE_ROWS = 10;

/** The table. It takes the keyboard as a whole: arrows go through the rows, Enter opens one. */
export function ResultTable({
  count,
  version,
  query,
  onSort,
  onOpen,
}: {
  count: number;
  version: number;
  query: ViewQuery;
  onSort(key: SortKey): void;
  onOpen(place: number): void;
}) {
  const t = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia(NARROW);
  const window = useVirtualRows(scroller, count, isNarrow ? CARD_HEIGHT : ROW_HEIGHT);
  const rowAt = useRows(window.items[0]?.index ?? 0, window.items.at(-1)?.index ?? 0, version);
  const [active, setActive] = useState(0);
  useEffect(() => {
    setActive(0);
    scroller.current?.scrollTo(0, 0);
  }, [query]);
  const move = (to: number) => {
    const place = Math.max(0, Math.min(count - 1, to));
    setActive(place);
    window.scrollTo(place);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE_ROWS,
      PageUp: active - PAGE_ROWS,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Enter" && count > 0) {
      event.preventDefault();
      onOpen(active);
    }
  };
  return (
    <>
      <p class="hint keys" id="table-keys">
        {t.list.keys}
      </p>
      <div
        class="result-table"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={t.list.table}
        aria-describedby="table-keys"
        aria-rowcount={count + 1}
        aria-activedescendant={count > 0 ? `row-${active}` : undefined}
        onKeyDown={onKey}
      >
        <div role="rowgroup" class="result-head">
          <div role="row" aria-rowindex={1} class="result-row">
            {SORT_KEYS.map((column) => (
              <div
                role="columnheader"
                key={column}
                class={`cell cell-${column}`}
                aria-sort={query.sortBy === column ? (query.descending ? "descending" : "ascending") : "none"}
              >
                <button
                  type="button"
                  class="sort"
                  aria-label={t.list.sortBy(t.list.columns[column])}
                  onClick={() => onSort(column)}
                >
                  {t.list.columns[column]}
                  <span aria-hidden="true">{query.sortBy === column ? (query.descending ? " ↓" : " ↑") : ""}</span>
                </button>
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" class="result-body" style={{ height: `${window.height}px` }}>
          {window.items.map(({ index, start, size }) => (
            <Row
              key={index}
              place={index}
              top={start}
              height={size}
              row={rowAt(index)}
              isActive={index === active}
              onOpen={() => {
                setActive(index);
                onOpen(index);
              }}
            />
          ))}
        </div>
      </div>
      {count === 0 && <p class="hint">{t.list.none}</p>}
    </>
  );
}

function Row({
  place,
  top,
  height,
  row,
  isActive,
  onOpen,
}: {
  place: number;
  top: number;
  height: number;
  row: RowView | undefined;
  isActive: boolean;
  onOpen(): void;
}) {
  const t = useTexts();
  const decision = row?.decision;
  const found = decision?.kind === "picked" ? decision.found : row?.found;
  const isRejected = decision?.kind === "rejected";
  const [why] = found?.reasons ?? [];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys of its rows
    <div
      role="row"
      id={`row-${place}`}
      aria-rowindex={place + 2}
      aria-selected={isActive}
      class={`result-row ${isActive ? "is-active" : ""} ${isRejected ? "is-rejected" : ""}`}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onClick={(event) => {
        if (!(event.target as Element).closest("a")) onOpen();
      }}
    >
      <div role="gridcell" class="cell cell-line">
        {row?.line}
      </div>
      <div role="gridcell" class="cell cell-name">
        <span class="verbatim">{row?.name || (row ? t.list.noName : "…")}</span>
      </div>
      <div role="gridcell" class="cell cell-type">
        {decision ? (
          <span class={`badge decision-${decision.kind}`}>{t.list.decision[decision.kind]}</span>
        ) : found ? (
          <TypeBadge type={found.type} />
        ) : (
          row?.hasName && <span class="hint">{t.list.pending}</span>
        )}
      </div>
      <div role="gridcell" class="cell cell-found">
        {found?.usage && !isRejected ? (
          <>
            <ScientificName name={found.usage.name} rank={found.usage.rank} />
            <StatusMark status={found.usage.status} />
          </>
        ) : (
          <span class="hint">{!isRejected && why ? codeWords(t, why) : ""}</span>
        )}
      </div>
      <div role="gridcell" class="cell cell-accepted">
        {found?.accepted && !isRejected && found.accepted.key !== found.usage?.key && (
          <ScientificName name={found.accepted.name} />
        )}
      </div>
      <div role="gridcell" class="cell cell-confidence">
        {found?.usage && !isRejected && found.confidence !== undefined && <Confidence value={found.confidence} />}
      </div>
      <div role="gridcell" class="cell cell-kingdom">
        {found &&
          !isRejected &&
          [taxonAt(found.classification, "KINGDOM"), taxonAt(found.classification, "FAMILY")]
            .filter(Boolean)
            .join(" › ")}
      </div>
    </div>
  );
}

/** Rows of the view, fetched in blocks around what is on the screen. Older ones stand until the new ones are there. */
function useRows(first: number, last: number, version: number): (place: number) => RowView | undefined {
  const [rows, setRows] = useState(new Map<number, RowView>());
  const from = Math.max(0, Math.floor(first / BLOCK) * BLOCK);
  const to = (Math.floor(last / BLOCK) + 1) * BLOCK;
  useEffect(() => {
    let isWanted = true;
    engine.rows(from, to).then(
      (fetched) => {
        if (isWanted) setRows(new Map(fetched.map((row, at) => [from + at, row])));
      },
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [from, to, version]);
  return (place) => rows.get(place);
}

/** Whether a media query holds, followed as it changes. */
function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const follow = () => setHolds(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, [query]);
  return holds;
}
