/** Where do the records lie? The place of the map; the map itself is loaded when this is shown. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ROOT, urlOf } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import type { Bounds } from "./filters.ts";
import type { ShownMap } from "./map.ts";

/** A map of the records of a query. @param onArea called with what can be seen, when records of that area are wanted */
export function RecordMap({ query, onArea }: { query: string; onArea(bounds: Bounds): void }) {
  const t = useTexts().records;
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<ShownMap>(undefined);
  // The map is loaded meanwhile: it begins with what is asked for then.
  const asked = useRef(query);
  asked.current = query;
  const [drawn, setDrawn] = useState<number>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let isGone = false;
    const load = async () => {
      const { showMap } = (await import(urlOf("page/map.js").href)) as typeof import("./map.ts");
      if (isGone || !box.current) return;
      const isDark = getComputedStyle(box.current).colorScheme.startsWith("dark");
      map.current = showMap({
        container: box.current,
        root: ROOT.href,
        query: asked.current,
        isDark,
        onDrawn: setDrawn,
      });
    };
    load().catch(() => setMissing(true));
    return () => {
      isGone = true;
      map.current?.remove();
      map.current = undefined;
    };
  }, []);
  useEffect(() => {
    setDrawn(undefined);
    map.current?.show(query);
  }, [query]);
  if (isMissing) return <p class="hint">{t.noMap}</p>;
  return (
    <div class="record-map">
      <div ref={box} class="record-map-canvas" role="img" aria-label={t.mapLabel} data-drawn={drawn} />
      <div class="record-map-buttons">
        <button type="button" aria-label={t.zoomIn} onClick={() => map.current?.zoom(1)}>
          +
        </button>
        <button type="button" aria-label={t.zoomOut} onClick={() => map.current?.zoom(-1)}>
          −
        </button>
        <button type="button" onClick={() => map.current && onArea(map.current.bounds())}>
          {t.onlyArea}
        </button>
      </div>
      <p class="hint record-map-source">{t.land}</p>
    </div>
  );
}
