/** What can be made, changed or deleted in one commit beside a list: things of the vocabulary, or single scores. */
import type { VocabularyKind } from "../store/commit/commit-vocabulary.ts";

/** What is to be done. */
export type VocabularyEdit =
  | { do: "add"; kind: VocabularyKind; draft: Readonly<Record<string, unknown>> }
  | { do: "change"; kind: VocabularyKind; id: number; draft: Readonly<Record<string, unknown>> }
  | { do: "delete"; kind: VocabularyKind; id: number };

/** Single scores to add, change and delete. */
export interface ScoresEdit {
  do: "scores";
  /** `metadata`: JSON of the row, `null` for none. */
  upsert: readonly { name: number; value: number; source: number; metadata: string | null }[];
  remove: readonly { name: number; value: number; source: number }[];
}

/** Whatever is done in one commit. */
export type Edit = VocabularyEdit | ScoresEdit;
