/** Is it the disk? What an error of the system or of LMDB says of it, in our words. */
import { BinomenError } from "../errors.ts";

/** True for ENOSPC, EDQUOT and EFBIG, as Node and LMDB tell them. */
export function isDiskFull(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (
    /^(ENOSPC|EDQUOT|EFBIG)$/.test(String(code)) ||
    /No space left on device|quota exceeded|MDB_MAP_FULL/i.test(error.message)
  );
}

/**
 * Runs what writes.
 * @param what is written, for people
 * @throws STORAGE_FULL when the disk is, else what `write` throws
 */
export async function writing<T>(what: string, write: () => Promise<T> | T): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause;
    throw new BinomenError("STORAGE_FULL", { what }, { cause });
  }
}
