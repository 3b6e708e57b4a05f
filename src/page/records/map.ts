/**
 * The map of records, loaded only where one is shown: MapLibre GL over the land of Natural Earth.
 *
 * Land, tiles and worker come from this server; no other host is asked. Without WebGL it says so instead of drawing.
 */
import { Map as MapLibre, type StyleSpecification, setWorkerUrl } from "maplibre-gl";
import type { Bounds } from "./filters.ts";

/** What a map is made from. */
export interface MapOptions {
  readonly container: HTMLElement;
  /** Where the server's paths begin. */
  readonly root: string;
  /** The filters of the records as the query of a URL. */
  readonly query: string;
  readonly isDark: boolean;
  /** Called when all that can be seen is drawn, with the number of shapes. */
  onDrawn(shapes: number): void;
}

/** A map on the page. */
export interface ShownMap {
  show(query: string): void;
  zoom(by: 1 | -1): void;
  /** What can be seen. */
  bounds(): Bounds;
  remove(): void;
}

const SOURCE = "occurrence";
/** Counts from which the next colour begins, and GBIF's classic colours. */
const COLOURS = [1, "#FFFF00", 11, "#FFCC00", 101, "#FF9900", 1001, "#FF6600", 10_001, "#D60A00", 100_001, "#C2002D"];

/** Draws the map. @throws Error where the browser has no WebGL */
export function showMap({ container, root, query, isDark, onDrawn }: MapOptions): ShownMap {
  setWorkerUrl(`${root}page/map-worker.js`);
  const tiles = (filters: string) => [
    `${root}v2/map/occurrence/adhoc/{z}/{x}/{y}.mvt?srs=EPSG:3857&bin=hex&hexPerTile=47&${filters}`,
  ];
  const style: StyleSpecification = {
    version: 8,
    sources: {
      land: { type: "geojson", data: `${root}page/land.json` },
      [SOURCE]: { type: "vector", tiles: tiles(query), minzoom: 0, maxzoom: 16 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": isDark ? "#101d26" : "#dbe9f2" } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": isDark ? "#2b3437" : "#f7f5ef" } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": isDark ? "#4a565a" : "#b9c3c9" } },
      {
        id: SOURCE,
        type: "fill",
        source: SOURCE,
        "source-layer": SOURCE,
        paint: {
          "fill-color": ["step", ["get", "total"], ...(COLOURS.slice(1) as [string])] as never,
          "fill-outline-color": "#8a5300",
          "fill-opacity": 0.85,
        },
      },
    ],
  };
  const map = new MapLibre({
    container,
    style,
    center: [0, 20],
    zoom: 0,
    minZoom: -2,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  let wanted = query;
  const ask = () => {
    const source = map.getSource(SOURCE) as { setTiles?(urls: string[]): void } | undefined;
    source?.setTiles?.(tiles(wanted));
  };
  // Filters that changed before the style was read found no source.
  map.once("style.load", () => {
    if (wanted !== query) ask();
  });
  map.touchZoomRotate.disableRotation();
  map.scrollZoom.disable();
  map.on("idle", () => {
    if (map.isSourceLoaded(SOURCE)) onDrawn(map.queryRenderedFeatures({ layers: [SOURCE] }).length);
  });
  const fit = async (filters: string) => {
    const reply = await fetch(`${root}v2/map/occurrence/adhoc/capabilities.json?${filters}`).catch(() => undefined);
    if (!reply?.ok || filters !== wanted) return;
    const { minLng, minLat, maxLng, maxLat, total } = (await reply.json()) as Record<string, number>;
    if (!total) return;
    const south = Math.max(-84, minLat!);
    const north = Math.min(84, maxLat!);
    map.fitBounds([minLng!, south, maxLng!, Math.max(north, south + 0.5)], { padding: 20, maxZoom: 8, animate: false });
  };
  void fit(query);
  return {
    show(filters) {
      wanted = filters;
      ask();
      void fit(filters);
    },
    zoom: (by) => (by > 0 ? map.zoomIn() : map.zoomOut()),
    bounds() {
      const shown = map.getBounds();
      const [west, east] = [shown.getWest(), shown.getEast()];
      const isAll = east - west >= 360;
      return {
        west: isAll ? -180 : west,
        south: Math.max(-90, shown.getSouth()),
        east: isAll ? 180 : east,
        north: Math.min(90, shown.getNorth()),
      };
    },
    remove: () => map.remove(),
  };
}
