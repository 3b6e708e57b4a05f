/** Where can files be kept? Folders that are made when they are missing, or said to be unusable in a line. */
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { BinomenError } from "../errors.ts";

/**
 * Makes a folder and those around it, and looks whether files can be made there.
 * @throws FOLDER_UNUSABLE
 */
export function makeFolder(path: string, mode?: number): void {
  try {
    mkdirSync(path, { recursive: true, mode });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    // Of a file system that is read-only Node says that the folder is not there.
    throw new BinomenError("FOLDER_UNUSABLE", { path, problem: problemAt(path, cause as Error) }, { cause });
  }
}

function problemAt(path: string, error: Error): string {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
    return error.message;
  } catch (cause) {
    return (cause as Error).message;
  }
}
