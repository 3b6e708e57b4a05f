/**
 * How much may wait of the lists whose clients do not read yet, all together?
 *
 * One object for a server: it counts what the spools of each client and of all hold, and looks now and then whether the disk
 * has room left for what cannot be made again (keys, facets).
 */
import { mkdir, statfs } from "node:fs/promises";
import type { LoadLimits } from "../limits.ts";

/** Written between two looks at how full the disk is. */
const LOOK_BYTES = 1 << 24;

/** The limits that are asked here. */
export type SpoolLimits = Pick<LoadLimits, "spoolBytes" | "spoolTotalBytes" | "spoolFreePercent">;

/** Room for lists that wait. */
export class SpoolSpace {
  readonly folder: string;
  readonly #limits: SpoolLimits;
  readonly #clients = new Map<string, number>();
  #memoryBytes = 0;
  #fileBytes = 0;
  #fullCount = 0;
  #sinceLook = LOOK_BYTES;

  constructor(folder: string, limits: SpoolLimits) {
    this.folder = folder;
    this.#limits = limits;
  }

  /** Bytes on disk and in memory, and how often there was no room, for /metrics. */
  counts(): { memoryBytes: number; fileBytes: number; fullCount: number } {
    return { memoryBytes: this.#memoryBytes, fileBytes: this.#fileBytes, fullCount: this.#fullCount };
  }

  takeMemory(bytes: number): void {
    this.#memoryBytes += bytes;
  }

  giveMemory(bytes: number): void {
    this.#memoryBytes -= bytes;
  }

  /** Takes room on the disk; false when the client has its share, when all have, or when the disk is nearly full. */
  async takeFile(client: string, bytes: number): Promise<boolean> {
    const { spoolBytes, spoolTotalBytes } = this.#limits;
    const held = this.#clients.get(client) ?? 0;
    if (held + bytes > spoolBytes || this.#fileBytes + bytes > spoolTotalBytes) {
      this.#fullCount++;
      return false;
    }
    this.#clients.set(client, held + bytes);
    this.#fileBytes += bytes;
    this.#sinceLook += bytes;
    if (this.#sinceLook < LOOK_BYTES || (await this.#hasRoom())) return true;
    this.giveFile(client, bytes);
    this.#fullCount++;
    return false;
  }

  giveFile(client: string, bytes: number): void {
    this.#fileBytes -= bytes;
    const left = (this.#clients.get(client) ?? 0) - bytes;
    if (left > 0) this.#clients.set(client, left);
    else this.#clients.delete(client);
  }

  async #hasRoom(): Promise<boolean> {
    let hasRoom = false;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const { bavail, blocks } = await statfs(this.folder);
      hasRoom = bavail * 100 >= blocks * this.#limits.spoolFreePercent;
    } catch {
      // A folder that cannot be made has no room; `binomen doctor` says why.
    }
    // While there is none, everyone who wants some looks again.
    this.#sinceLook = hasRoom ? 0 : LOOK_BYTES;
    return hasRoom;
  }
}
