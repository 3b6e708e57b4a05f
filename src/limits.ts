/**
 * How much may a client send, hold and ask for?
 *
 * The one table of limits; every route and reader asks here. Two sorts:
 * - {@link FORM}: what a name, a row or a table may be at all. The same on every server, since answers depend on it.
 * - {@link LOAD}: how much of a machine one client, or all of them, may take. Settings: `config.ts` makes each readable from
 *   the environment, `binomen config` and `/docs` show them all.
 */

/** A limit that is a setting. */
export interface Limit {
  readonly value: number;
  readonly least: number;
  /** What it limits, with its unit. */
  readonly about: string;
}

/** What a name, a row, a table, a question may be. */
export const FORM = {
  /** Longest name, or other text of a query, in UTF-16 code units. Longer is answered as "not a name". */
  nameLength: 4_096,
  /** Bytes of a row of a table, or of a line. A quote that is never closed would otherwise swallow the rest. */
  rowBytes: 1 << 20,
  /** Code units of a cell, or of a text that is given back with its row. */
  fieldLength: 1 << 16,
  /** Columns of a table, members of an object that is a row. */
  columns: 1_000,
  /** Lists and objects inside each other. */
  depth: 64,
  /** Questions of one reconciliation request; OpenRefine sends 10. */
  questions: 100,
  /** Usages of one request for their properties; OpenRefine sends 100. */
  extendedUsages: 1_000,
  /** Code units that were typed, of which suggestions are made. */
  typedLength: 200,
  /** Taxon graphs of one request for their facets. */
  graphs: 1_000,
  /** Largest id of a facet, a value, a source, an import: keys hold 32 bits, and ranges end one behind an id. */
  largestId: 2 ** 31 - 1,
} as const;

/** The same for people: `binomen config` and `/docs` show it. */
export const FORM_ABOUT: Readonly<Record<keyof typeof FORM, string>> = {
  nameLength: "Characters of a name or another text of a query; longer is not a name.",
  rowBytes: "Bytes of a row of a table, or of a line.",
  fieldLength: "Characters of a cell, or of a text that is given back with its row.",
  columns: "Columns of a table, members of a row that is an object.",
  depth: "Lists and objects inside each other.",
  questions: "Questions of one reconciliation request.",
  extendedUsages: "Usages whose properties one reconciliation request may ask for.",
  typedLength: "Characters of which suggestions are made.",
  graphs: "Taxon graphs of one request for facets.",
  largestId: "Largest id of a facet, a value, a source or an import.",
};

const MIB = 1 << 20;

/** How much of the machine clients may take. */
export const LOAD = {
  bodyLimit: { value: 4 * MIB, least: 1024, about: "Bytes of a request that is no stream, unpacked." },
  predicateLimit: {
    value: 16 * MIB,
    least: 1024,
    about: "Bytes of a request with a predicate; GBIF takes 101,000 conditions.",
  },
  importLimit: { value: 256 * MIB, least: 1024, about: "Bytes of a list that is imported, packed and unpacked." },
  graphsLimit: { value: 32 * MIB, least: 1024, about: "Bytes of a request for facets of taxon graphs." },
  maxBatch: { value: 1_000, least: 1, about: "Names in one JSON or MessagePack request." },
  mainThreadBytes: {
    value: 2_048,
    least: 0,
    about: "Bytes of names that the HTTP thread answers at a time; more goes to the workers.",
  },
  maxConnections: {
    value: 1_000,
    least: 1,
    about:
      "Open connections. When there are so many, a new one takes the place of the one that waits for its client longest.",
  },
  headSeconds: { value: 10, least: 1, about: "Seconds for the head of a request." },
  idleSeconds: { value: 72, least: 1, about: "Seconds a connection may stay open without a request." },
  bodyStallSeconds: {
    value: 20,
    least: 1,
    about: "Seconds in which a body has to bring another kilobyte, or its end.",
  },
  readStallSeconds: {
    value: 60,
    least: 1,
    about: "Seconds a client may take no byte of its answer.",
  },
  spoolBytes: {
    value: 256 * MIB,
    least: 0,
    about: "Bytes of lists, as they came, kept on disk for one client that sends before it reads.",
  },
  spoolTotalBytes: { value: 1024 * MIB, least: 0, about: "Bytes of lists kept on disk for all clients." },
  spoolFreePercent: {
    value: 5,
    least: 0,
    about: "Per cent of its disk that the spool leaves free.",
  },
  queueLimit: { value: 64, least: 1, about: "Batches that may wait before 503 is sent." },
  queueMilliseconds: {
    value: 250,
    least: 1,
    about: "Milliseconds that a new list may have to wait for a worker before it is answered 503.",
  },
  queueFloodMilliseconds: {
    value: 40,
    least: 1,
    about:
      "The same while some have been waiting for a second or longer, for lists that take less than a quarter of it themselves; large ones may wait four times as long as they take.",
  },
  floodMilliseconds: {
    value: 2,
    least: 1,
    about:
      "Milliseconds that a request may wait for its turn while more is asked than can be answered; then it is answered 503.",
  },
  refusalMilliseconds: {
    value: 500,
    least: 0,
    about:
      "Milliseconds that this 503 is held back, so that who asks again at once takes no time from others; 0 sends it at once.",
  },
  searchQueueLimit: {
    value: 256,
    least: 1,
    about: "Questions about occurrences that may wait before 503 is sent.",
  },
  searchQueueMilliseconds: {
    value: 5_000,
    least: 1,
    about: "Milliseconds that such a question may have to wait for its turn before it is answered 503.",
  },
  searchSeconds: { value: 60, least: 1, about: "Seconds that such a question is worked on." },
  workerHeapMegabytes: {
    value: 512,
    least: 64,
    about: "Megabytes of objects a worker may hold before it is replaced.",
  },
  jobsAtOnce: {
    value: 2,
    least: 1,
    about: "Jobs (downloads, uploads to be interpreted) that are worked on at a time.",
  },
  jobsPerClient: { value: 3, least: 1, about: "Jobs of one client that may be under way." },
  jobsUnderWay: { value: 1_000, least: 1, about: "Jobs of all clients that may be under way." },
  jobDays: { value: 182, least: 1, about: "Days that the file of a job is kept." },
  uploadLimit: {
    value: 4096 * MIB,
    least: 1024,
    about: "Bytes of records that are uploaded to be interpreted, as sent.",
  },
  unpackedLimit: { value: 32_768 * MIB, least: 1024, about: "Bytes of uploaded records once they are unpacked." },
  batchSeconds: { value: 60, least: 1, about: "Seconds a worker may need for one batch before it is replaced." },
} as const satisfies Record<string, Limit>;

/** The limits that hold for a process. */
export type LoadLimits = { readonly [K in keyof typeof LOAD]: number };

/** The limits as they are when nobody changes them. */
export const DEFAULT_LIMITS = Object.fromEntries(
  Object.entries(LOAD).map(([name, { value }]) => [name, value]),
) as LoadLimits;

/** True when a text is too long to be a name, or any other text of a query. */
export function isTooLong(text: string | undefined): boolean {
  return text !== undefined && text.length > FORM.nameLength;
}

/** True when lists and objects stand deeper inside each other than {@link FORM}.depth. Looks at each value once. */
export function isTooDeep(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const stack: { value: object; depth: number }[] = [{ value, depth: 1 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.depth > FORM.depth) return true;
    for (const child of Object.values(next.value))
      if (typeof child === "object" && child !== null) stack.push({ value: child as object, depth: next.depth + 1 });
  }
  return false;
}
