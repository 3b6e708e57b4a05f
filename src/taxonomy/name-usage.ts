import type { NomenclaturalCode } from "./nomenclatural-code.ts";
import { CLASSIFICATION_RANKS, type Rank } from "./rank.ts";
import type { TaxonomicStatus } from "./status.ts";

/** Ranks that a flat source may give as columns of each row, highest first. */
export const FLAT_RANKS = ["domain", ...CLASSIFICATION_RANKS] as const;

/** One of the classification columns of a flat source. */
export type FlatRank = (typeof FLAT_RANKS)[number];

/**
 * One row of a checklist: a name as used, with a status. All sources are read into this.
 *
 * Absent and empty are the same and both are `undefined`. Nothing is resolved here: `parentId` and `acceptedId` are
 * what the row says, checked by the image build.
 */
export interface NameUsage {
  /** Identifier of the usage inside its source. Never empty. */
  id: string;
  /** Identifier of the next higher taxon. */
  parentId?: string | undefined;
  /** Identifier of the accepted usage of a synonym; `undefined` when accepted. */
  acceptedId?: string | undefined;
  /** The name without authorship when the source keeps them apart, else the verbatim name string. */
  scientificName: string;
  /** Authorship as its own column. `undefined` also when it is (or may be) part of `scientificName`. */
  authorship?: string | undefined;
  rank?: Rank | undefined;
  /** What the source wrote when no rank of ours is meant. */
  verbatimRank?: string | undefined;
  status: TaxonomicStatus;
  code?: NomenclaturalCode | undefined;
  /** Parts of the name, when the source gives them. */
  uninomial?: string | undefined;
  genericName?: string | undefined;
  infragenericEpithet?: string | undefined;
  specificEpithet?: string | undefined;
  infraspecificEpithet?: string | undefined;
  cultivarEpithet?: string | undefined;
  nomenclaturalStatus?: string | undefined;
  /** Flat classification, for sources without parent ids (and as hints otherwise). */
  classification?: Partial<Record<FlatRank, string>> | undefined;
  /** 1-based line in its file, for reports. */
  line: number;
}

/** A common name of a usage. */
export interface VernacularName {
  usageId: string;
  vernacularName: string;
  language?: string | undefined;
}
