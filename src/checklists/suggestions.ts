/** What may be meant by what was typed so far? Names of one release by their beginning, then by their common names. */
import type { ImageReader } from "../image/read.ts";
import { NamePrefixes } from "../suggest/name-prefixes.ts";
import { Vernaculars } from "../suggest/vernaculars.ts";
import { type UsageView, viewUsage } from "./usage-view.ts";

/** Suggestions of one release. Its lists are made when they are first needed. */
export class Suggestions {
  readonly #image: ImageReader;
  readonly #prefixes: NamePrefixes;
  readonly #vernaculars: Vernaculars;

  constructor(image: ImageReader, imagePath: string) {
    this.#image = image;
    this.#prefixes = new NamePrefixes(image);
    this.#vernaculars = new Vernaculars(imagePath);
  }

  /** Usages whose scientific name begins so. */
  async byName(typed: string, limit: number): Promise<UsageView[]> {
    const usages = await this.#prefixes.find(typed, limit, nextTurn);
    const views = usages.map((usage) => viewUsage(this.#image, this.#image.id(usage)));
    return views.filter((view) => view !== undefined);
  }

  /** Usages with a common name that holds what was typed; the name stands in `vernacularNames`. */
  async byVernacular(typed: string, limit: number): Promise<UsageView[]> {
    const views = new Map<string, UsageView>();
    for (const { usageId, vernacularName, language } of await this.#vernaculars.find(typed, limit * 2, nextTurn)) {
      const view = views.get(usageId) ?? viewUsage(this.#image, usageId);
      if (view === undefined) continue;
      const names = (view["vernacularNames"] ?? []) as object[];
      view["vernacularNames"] = [...names, language === undefined ? { vernacularName } : { vernacularName, language }];
      views.set(usageId, view);
    }
    return [...views.values()].slice(0, limit);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
