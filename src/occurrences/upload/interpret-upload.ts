/**
 * Jobs that interpret uploads, for a server that may never be asked for one: the work itself is loaded with the first, since
 * it brings DuckDB and all interpreters.
 */
import type { JobKind } from "../../jobs/job-runner.ts";
import type { InterpretUpload, UploadSettings } from "./upload.ts";

/** Uploads with more bytes leave room for small jobs. */
const LARGE_BYTES = 32 << 20;

/** How uploads are interpreted. */
export function interpretUploads(settings: UploadSettings): JobKind {
  return {
    isLarge: ({ facts }) => Number(facts["bytes"]) > LARGE_BYTES,
    run: async (job, asked, context) => {
      const { runUpload } = await import("./run-upload.ts");
      return runUpload(job, asked as InterpretUpload, context, settings);
    },
  };
}
