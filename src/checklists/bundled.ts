import { fileURLToPath } from "node:url";

/** The backbone that comes with binomen, beside `src` and `dist`. */
export const BUNDLED_BACKBONE = {
  checklistKey: "ncbi",
  path: fileURLToPath(new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url)),
};
