/**
 * How does a stream of name usages become an image?
 *
 * Rows are taken one by one into growing columns (`add`); `finish` resolves parents and accepted usages, numbers words
 * by length, orders names, and lays the sections out. What is wrong with a row is reported and never fatal.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { RANKS, rankOrdinal } from "../taxonomy/rank.ts";
import { NOMENCLATURAL_CODES } from "../taxonomy/nomenclatural-code.ts";
import { TAXONOMIC_STATUSES } from "../taxonomy/status.ts";
import { AuthorshipTable } from "./build-authorship.ts";
import { IdTable } from "./build-ids.ts";
import { orderNames } from "./build-index.ts";
import { resolveLinks } from "./build-links.ts";
import { RANK_MARKERS, readUsageName, type UsageName } from "./build-names.ts";
import { HigherTaxa } from "./build-higher-taxa.ts";
import { NumberColumn, StringTable } from "./build-strings.ts";
import { buildIdSections, buildOwnTexts, bitCounts } from "./build-columns.ts";
import { numberWords } from "./build-words.ts";
import { type ImageHeader, IMAGE_FORMAT, layOutImage, type Sections, sumOf } from "./format.ts";
