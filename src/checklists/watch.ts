/**
 * When does a folder hold a new release?
 *
 * `KEY.img` in the folder is the release of checklist KEY. It is loaded when the folder is first looked at and whenever
 * the file changes. A file that is still being copied cannot be read as an image; it is tried again when it changes next.
 */
import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";

/** How long a file must be left alone before it is read. */
const SETTLE_MS = 500;

/** Told about each file. */
export interface WatchEvents {
  load(checklistKey: string, path: string): Promise<unknown>;
  onLoaded(checklistKey: string, path: string): void;
  /** The old release goes on. */
  onFailed(checklistKey: string, path: string, error: unknown): void;
  settleMs?: number | undefined;
}

/** Loads images from a folder until it is closed. */
export class ReleaseWatcher {
  readonly #folder: string;
  readonly #events: WatchEvents;
  readonly #watcher: FSWatcher;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Files are loaded one after another: two large images at once would double the memory. */
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @throws CONFIG_INVALID when there is no such folder */
  constructor(folder: string, events: WatchEvents) {
    this.#folder = folder;
    this.#events = events;
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new BinomenError("CONFIG_INVALID", { setting: "watch", problem: `${folder} is no folder.` });
    this.#watcher = watch(folder, (_event, name) => name !== null && this.#seen(name));
    for (const name of readdirSync(folder)) this.#seen(name);
  }

  /** Stops watching and waits for the file that is being loaded. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watcher.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#queue;
  }

  #seen(name: string): void {
    const checklistKey = /^([\w.-]+)\.img$/.exec(name)?.[1];
    if (checklistKey === undefined) return;
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#queue = this.#queue.then(() => this.#load(checklistKey, join(this.#folder, name)));
    }, this.#events.settleMs ?? SETTLE_MS);
    this.#timers.set(name, timer);
  }

  async #load(checklistKey: string, path: string): Promise<void> {
    if (this.#isClosed || !statSync(path, { throwIfNoEntry: false })) return;
    try {
      await this.#events.load(checklistKey, path);
      this.#events.onLoaded(checklistKey, path);
    } catch (error) {
      this.#events.onFailed(checklistKey, path, error);
    }
  }
}
