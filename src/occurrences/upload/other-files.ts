/** What is visibly neither a table nor an archive need not become a job first. */
import { sampleOf } from "../../archive/packed/files.ts";
import { BinomenError } from "../../errors.ts";
import { binaryKind } from "../../tables/binary.ts";

/** Enough to tell texts, archives and workbooks from pictures, programs and noise. */
const SAMPLE_BYTES = 1 << 14;

/** Files of which only their reader can say whether they hold records. */
const ARCHIVES = /^(?:an? (?:ZIP|tar|old Excel|Office|Excel|OpenDocument spreadsheet))/;

/**
 * Looks at the first bytes of an upload, unpacked when it is one packed file.
 * @param name how its client calls it
 * @throws BinomenError FILE_NOT_A_TABLE
 */
export async function refuseOtherFiles(path: string, name: string): Promise<void> {
  // What cannot be unpacked is told by the job, which says of which file and where.
  const sample = await sampleOf(path, SAMPLE_BYTES).catch(() => undefined);
  const kind = sample && binaryKind(sample);
  if (kind !== undefined && !ARCHIVES.test(kind.name))
    throw new BinomenError("FILE_NOT_A_TABLE", { where: name, found: kind.name, hint: kind.hint });
}
