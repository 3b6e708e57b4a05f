/**
 * What is one release of a checklist while it is being served?
 *
 * An image in shared memory with the answerer of the main thread. Work that takes longer than one turn of the event
 * loop holds a lease; a release that was replaced is let go of when the last lease ends.
 */
import { Answerer } from "../answer/answerer.ts";
import { ImageReader, type UsageOrdinal } from "../image/read.ts";
import type { SharedRelease } from "../pool/messages.ts";
import { Usages } from "../usages/usages.ts";

/** A loaded release. */
export class Release implements SharedRelease {
  readonly checklistKey: string;
  readonly releaseId: string;
  readonly image: Uint8Array;
  readonly reader: ImageReader;
  readonly answerer: Answerer;
  readonly usages: Usages;
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
    this.usages = new Usages(this.reader, path, (name) => this.#meant(name));
  }

  /** The usage that a name string means, -1 when none is spelled alike. */
  #meant(scientificName: string): UsageOrdinal {
    const { usage, diagnostics } = this.answerer.answer({ scientificName });
    const isAlike = diagnostics.matchType === "EXACT" || diagnostics.matchType === "VARIANT";
    return isAlike && usage !== undefined ? this.reader.usageWithId(usage.key) : -1;
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
