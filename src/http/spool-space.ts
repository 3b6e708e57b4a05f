/**
 * How much may wait for clients that do not read yet, all together?
 *
 * One object for a server: it counts what the spools of all requests hold in memory and on disk, and looks now and then
 * whether the disk has room left for what cannot be made again (keys, facets).
 */
import { mkdir, statfs } from "node:fs/promises";
import { BinomenError } from "../errors.ts";
import type { LoadLimits } from "../limits.ts";

/** In memory of all requests. Beyond it all goes to the disk. */
const MEMORY_TOTAL_BYTES = 1 << 28;
/** Written between two looks at how full the disk is. */
const LOOK_BYTES = 1 << 26;

/** The limits that are asked here. */
export type SpoolLimits = Pick<LoadLimits, "spoolBytes" | "spoolTotalBytes" | "spoolFreePercent">;

/** Room for answers that wait. */
export class SpoolSpace {
  readonly folder: string;
  readonly limits: SpoolLimits;
  #memoryBytes = 0;
  #fileBytes = 0;
  #sinceLook = LOOK_BYTES;

  constructor(folder: string, limits: SpoolLimits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** Bytes on disk and in memory, for /metrics. */
  counts(): { memoryBytes: number; fileBytes: number } {
    return { memoryBytes: this.#memoryBytes, fileBytes: this.#fileBytes };
  }

  /** Takes memory; false when there is none left. */
  takeMemory(bytes: number): boolean {
    if (this.#memoryBytes + bytes > MEMORY_TOTAL_BYTES) return false;
    this.#memoryBytes += bytes;
    return true;
  }

  giveMemory(bytes: number): void {
    this.#memoryBytes -= bytes;
  }

  /**
   * Takes room on the disk.
   * @param held what the request has there already
   * @throws REQUEST_TOO_LARGE when the request has its share, OVERLOADED when all have, STORAGE_FULL when the disk has
   */
  async takeFile(bytes: number, held: number): Promise<void> {
    const { spoolBytes, spoolTotalBytes } = this.limits;
    if (held + bytes > spoolBytes)
      throw new BinomenError("REQUEST_TOO_LARGE", {
        found: "more answers than can wait for a client that does not read",
        limit: `${spoolBytes} bytes of answers`,
        hint: "Read while you send (as curl does), or send less at a time.",
      });
    if (this.#fileBytes + bytes > spoolTotalBytes)
      throw new BinomenError("OVERLOADED", { problem: "Too many answers wait to be read.", retryAfterSeconds: 10 });
    this.#fileBytes += bytes;
    this.#sinceLook += bytes;
    if (this.#sinceLook < LOOK_BYTES) return;
    this.#sinceLook = 0;
    try {
      await this.#look();
    } catch (error) {
      this.#fileBytes -= bytes;
      this.#sinceLook = LOOK_BYTES;
      throw error;
    }
  }

  giveFile(bytes: number): void {
    this.#fileBytes -= bytes;
  }

  async #look(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { bavail, blocks } = await statfs(this.folder);
    if (bavail * 100 < blocks * this.limits.spoolFreePercent)
      throw new BinomenError("STORAGE_FULL", { what: "answers" });
  }
}
