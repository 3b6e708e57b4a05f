/**
 * From where may a running server load a release?
 *
 * From the folders of the backbones it was started with, the folder it watches, and those the settings name. An admin
 * key is for releases; it must not make the server read any file of its disk, nor tell which ones there are.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join, parse, relative, resolve, sep } from "node:path";
import { BinomenError } from "../errors.ts";

/** Settings that say where releases may lie. */
export interface ReleaseFolders {
  /** Paths of the backbones. */
  readonly backbones: readonly string[];
  /** The folder that is watched; empty for none. */
  readonly watch: string;
  /** Further folders. */
  readonly releaseFolders: readonly string[];
}

/**
 * The path with symbolic links followed, whether or not something is there.
 *
 * @throws RELEASE_PATH_REFUSED when it is outside of all folders that are allowed
 */
export function allowedReleasePath(path: string, { backbones, watch, releaseFolders }: ReleaseFolders): string {
  const real = realPath(path);
  const named = [...(watch === "" ? [] : [watch]), ...releaseFolders].map(realPath);
  const served = backbones.map(realPath);
  // A backbone at the root of the disk opens nothing but itself.
  const beside = served.map((backbone) => dirname(backbone)).filter((folder) => folder !== parse(folder).root);
  const folders = [...new Set([...named, ...beside])];
  if (served.includes(real) || folders.some((folder) => isWithin(real, folder))) return real;
  throw new BinomenError("RELEASE_PATH_REFUSED", { path, folders: folders.join(", ") || "none" });
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}

/** As `realpath`, for what is not there that of its folder. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const folder = dirname(whole);
    return folder === whole ? whole : join(realPath(folder), basename(whole));
  }
}
