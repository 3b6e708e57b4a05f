/**
 * What is one release of a checklist while it is being served?
 *
 * An image in shared memory with the answerer of the main thread. Work that takes longer than one turn of the event
 * loop holds a lease; a release that was replaced is let go of when the last lease ends.
 */
import { Answerer } from "../answer/answerer.ts";
import { ImageReader } from "../image/read.ts";
import type { SharedRelease } from "../pool/messages.ts";
import { Suggestions } from "./suggestions.ts";

/** A loaded release. */
export class Release implements SharedRelease {
  readonly checklistKey: string;
  readonly releaseId: string;
  readonly image: Uint8Array;
  readonly reader: ImageReader;
  readonly answerer: Answerer;
  readonly suggestions: Suggestions;
  #leases = 0;
  #onFree: (() => void) | undefined;

  /**
   * @param checklistKey under which it is served, which may differ from the one it was built with
   * @param answerCache answers that the main thread remembers
   * @throws IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED
   */
  constructor(image: Uint8Array, path: string, checklistKey: string | undefined, answerCache: number) {
    this.image = image;
    this.reader = new ImageReader(image, path);
    this.checklistKey = checklistKey ?? this.reader.header.checklistKey;
    this.releaseId = this.reader.header.releaseId;
    this.answerer = new Answerer(this.reader, answerCache);
    this.suggestions = new Suggestions(this.reader, path);
  }

  /** Keeps the release until the returned function is called; calling it twice counts once. */
  lease(): () => void {
    this.#leases++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#leases--;
      this.#freeWhenUnused();
    };
  }

  /** Leases that have not ended. */
  get leases(): number {
    return this.#leases;
  }

  /** Calls `onFree` once nothing uses the release any more, at once when nothing does. */
  retire(onFree: () => void): void {
    this.#onFree = onFree;
    this.#freeWhenUnused();
  }

  #freeWhenUnused(): void {
    if (this.#leases > 0 || !this.#onFree) return;
    const onFree = this.#onFree;
    this.#onFree = undefined;
    onFree();
  }
}
