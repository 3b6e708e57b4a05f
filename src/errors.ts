/**
 * Which errors can binomen report, and what should one do about each?
 *
 * One class, one catalogue. The core knows no HTTP: the status stands here so that the edge need not guess.
 * Clients match on `code`, never on the text.
 */

/** code → HTTP status and message template; `{name}` is filled from the details. */
const CATALOGUE = {
  // request
  REQUEST_INVALID: [400, "{field}: {problem}"],
  REQUEST_TOO_LARGE: [413, "The request has {found}, at most {limit} are taken in one request. {hint}"],
  MEDIA_TYPE_UNSUPPORTED: [415, "Content type {found} is not taken here. Use one of: {expected}."],
  FILE_NOT_A_TABLE: [415, "{where} is {found}, not a table or list of names. {hint}"],
  NOT_FOUND: [404, "Nothing is here: {path}. See /docs for what is."],
  METHOD_NOT_ALLOWED: [405, "{path} does not take {method}. It takes: {allowed}."],
  USAGE_NOT_FOUND: [404, "Checklist {checklist} has no usage with key {key}."],
  RED_LIST_UNKNOWN: [404, "Checklist {checklist} has no Red List categories, so that of {key} is not known."],
  CHECKLIST_UNKNOWN: [404, "There is no checklist {checklistKey}. Loaded: {loaded}."],
  REQUEST_TIMEOUT: [408, "{problem} Send it again, without a pause."],
  HEAD_TOO_LARGE: [
    431,
    "The head of the request has more than {limit} bytes. Send names in the body: POST /v2/species/match",
  ],
  OVERLOADED: [503, "{problem} Try again in {retryAfterSeconds} s."],
  STORAGE_FULL: [507, "There is no room on the disk for {what}. What was there before is unharmed; free some space."],
  WORKER_FAILED: [500, "Workers stopped again and again on these names: {problem}."],
  PAGE_UNBUILT: [
    503,
    "The page is bundled by esbuild, which is not installed. Run npm ci without --omit=dev, or npm run build and serve dist/. The API serves without it.",
  ],
  INTERNAL: [500, "Unexpected error. The log has the cause under this request id."],
  // who asks
  UNAUTHORIZED: [401, "{problem}"],
  FORBIDDEN: [403, "This key lacks the scope {scope}."],
  RATE_LIMITED: [429, "Too many requests. Try again in {retryAfterSeconds} s."],
  KEY_UNKNOWN: [404, "There is no key {id}. All keys: binomen keys list"],
  // start
  ADDRESS_UNUSABLE: [500, "{host}:{port} cannot be listened on: {problem}. Choose another with --port or --host."],
  // results
  OUTPUT_UNUSABLE: [400, "{path} cannot be written: {problem}. Name another file with --out."],
  FILE_UNUSABLE: [400, "{path} cannot be used: {problem}."],
  COMMAND_INVALID: [400, "{problem} {help} shows how."],
  // sources
  SOURCE_NOT_FOUND: [400, "{path}: no such file or folder."],
  SOURCE_UNKNOWN_FORMAT: [400, "{path}: not a source binomen reads. {problem}"],
  SOURCE_DAMAGED: [400, "{path}: {problem}"],
  // images
  RELEASE_PATH_REFUSED: [
    403,
    "{path} is in no folder that releases may come from ({folders}). Put it there, or name its folder in BINOMEN_RELEASE_FOLDERS.",
  ],
  IMAGE_FOREIGN: [400, "{path}: not a binomen image (expected magic {expected}, found {found})."],
  IMAGE_VERSION: [400, "{path} has format {found}, this build reads {expected}. Rebuild it: binomen build <source>"],
  IMAGE_DAMAGED: [400, "{path}: section {section} is damaged (expected {expected}, found {found}). Rebuild it."],
  // indexers
  INDEX_UNREACHABLE: [503, "{url} did not answer after {attempts} attempts: {problem}"],
  INDEX_REFUSED: [502, "{url} refuses what it was sent: {problem}"],
  FEED_UNREADABLE: [502, "{url} gives no change feed: {problem}"],
  FEED_CURSOR_GONE: [410, "{url} no longer knows where this index stands. {problem} Start anew with --rebuild."],
  CHECKPOINT_FOREIGN: [400, "{path} is the checkpoint of {found}, not of {expected}. Name another --checkpoint."],
  // stores
  STORE_DAMAGED: [500, "{path} is damaged: {problem} It was not opened, nothing was changed. {wayOut}"],
  FOLDER_UNUSABLE: [
    500,
    "{path} cannot be written to: {problem}. Name another folder, or give this process the right to.",
  ],
  STORE_LOST: [
    503,
    "The file of the {what} {problem} after it was opened. It is not read any more; all else goes on. Put a whole file in its place and restart.",
  ],
  // facets
  FACET_STORE_FOREIGN: [400, "{path} is no facet store of this build (expected format {expected}, found {found})."],
  FACET_STORE_CLOSED: [503, "The facet store {path} is closed. Try again when the server is up."],
  FACET_NAME_ID_INVALID: [400, "{where}: {value} is no name id. Write wfo- and ten digits: wfo-0000632146."],
  FACET_ID_TAKEN: [409, "There is a {kind} {id} already. Leave the id out to get a free one."],
  FACET_SOURCE_KIND: [
    400,
    "Source {source} needs either a facet value (facetValueId) or a snippet category and language, not both.",
  ],
  FACET_SCORE_SOURCE: [
    400,
    "Source {source} gives {gives}, so it cannot give value {value}. All scores of a source have its own facet value.",
  ],
  FACET_SNIPPET_SOURCE: [400, "Source {source} is a list of scores, so it takes no snippets."],
  FACET_SOURCE_FILLED: [
    409,
    "Source {source} has {rows} rows, so it cannot become a list of the other kind. Empty it, or make a new source.",
  ],
  FACET_NOT_FOUND: [404, "There is no {kind} {id}."],
  FACET_CURSOR_INVALID: [400, "This cursor is not usable here: {problem} Leave it out to begin at the beginning."],
  FACET_EPOCH_CHANGED: [409, "The store was restored from a backup since this cursor was made. Begin with {snapshot}"],
  FACET_CURSOR_TOO_OLD: [410, "Deletes up to sequence {oldest} are forgotten. Begin with {snapshot}"],
  FACET_IMPORT_EMPTY: [
    400,
    "None of the {rows} rows is usable, so source {source} stays as it is. To empty the list say so: allow_empty, --allow-empty.",
  ],
  FACET_IMPORT_REMOVES: [
    409,
    "{removed} of {before} rows of source {source} would go, more than a fifth. Force it if this is meant.",
  ],
  FACET_FILE_INVALID: [400, "{file}: {problem}"],
  FACET_IMPORT_ENCODING: [
    400,
    "The file is not {encoding} (first fault on line {line}, byte {offset}). Convert it, or name its encoding.",
  ],
  FACET_IMPORT_COLUMN: [400, "The list has no column {column} to tell its rows apart (found: {found})."],
  // occurrence datasets
  // occurrences asked for
  OCCURRENCES_ABSENT: [404, "No dataset of occurrences is served here. Start with: binomen serve --dataset my-dataset"],
  OCCURRENCE_FILES_ABSENT: [
    501,
    "This is answered from the files of a dataset, and here the records are in a search engine alone. Give the server --dataset beside --search.",
  ],
  OCCURRENCE_FILES_OTHER: [
    503,
    "This is answered from the files of a dataset, which are not those of the records in the search engine: {problem}.",
  ],
  SEARCH_ENGINE_CANNOT: [501, "{problem} The search engine that holds the records cannot be asked for that."],
  SEARCH_ENGINE_UNREACHABLE: [503, "The search engine that holds the records does not answer: {problem}"],
  SEARCH_ENGINE_REFUSED: [502, "The search engine that holds the records refuses the question: {problem}"],
  OCCURRENCE_QUERY_INVALID: [400, "{problem}"],
  OCCURRENCE_QUERY_TOO_LARGE: [
    503,
    "This takes more memory than the {megabytes} MB that there are for questions about occurrences. Ask for fewer facets or values, narrow it, or ask again later.",
  ],
  OCCURRENCE_QUERY_TOO_SLOW: [503, "This took longer than {seconds} s. Narrow it, or ask for a download."],
  IDIGBIO_TERM_UNKNOWN: [400, "Terms not found in index for type {index}"],
  IDIGBIO_QUERY_INVALID: [400, "{problem}"],
  IDIGBIO_PARAMETER_INVALID: [400, "unable to parse parameter"],
  DOWNLOAD_TOO_COMPLEX: [413, "A download limitation is exceeded: {problem}"],
  DOWNLOADS_TOO_MANY: [
    420,
    "A download limitation is exceeded: User {user} has too many simultaneous downloads; the limit is {limit}. Under way: {running}",
  ],
  DOWNLOAD_NOT_FOUND: [404, "Download was not found"],
  // jobs
  JOB_NOT_FOUND: [404, "There is no job {key}, or it is another client's."],
  JOB_NOT_FINISHED: [409, "This job has no file: it is {status}. Its progress: /v1/jobs/{key}"],
  JOB_FILE_GONE: [410, "{problem}"],
  JOBS_TOO_MANY: [
    429,
    "{user} has {limit} jobs under way, as many as one client may have. Wait for one of them to end, or cancel one: {running}",
  ],
  WEBHOOK_REFUSED: [403, "No webhook is sent to {url}: {problem}."],
  OCCURRENCE_NOT_FOUND: [404, "Entity not found for uri: {uri}"],
  DATASET_NOT_FOUND: [404, "{path} holds no finished attempt. Make one: binomen interpret <source> --out {path}"],
  DATASET_LOCKED: [409, "{path} is being written by process {pid}. Wait for it, or name another folder with --out."],
  ATTEMPT_STOPPED: [409, "{problem} Nothing was changed. Go on with --force (force=true over HTTP) if this is meant."],
  ATTEMPT_FOREIGN: [
    409,
    "{path} was begun from another source, with other options or another checklist release. Go on as it was begun, or leave out --resume to begin anew.",
  ],
  // command line and configuration
  CONFIG_INVALID: [400, "{setting}: {problem}"],
} as const satisfies Record<string, readonly [status: number, template: string]>;

/** A stable error code. */
export type ErrorCode = keyof typeof CATALOGUE;

/** Every error that can be told, for pages and tests: its HTTP status, and its message with the names of its details. */
export function errorCatalogue(): { code: ErrorCode; status: number; message: string }[] {
  return Object.entries(CATALOGUE).map(([code, [status, message]]) => ({ code: code as ErrorCode, status, message }));
}

/** The one error that binomen throws on purpose. */
export class BinomenError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  /** @param details fills the template and is sent to clients: no secrets, no stacks. */
  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(CATALOGUE[code][1].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "")).trim(), options);
    this.name = "BinomenError";
    this.code = code;
    this.details = details;
  }

  /** HTTP status that fits the code. */
  get status(): number {
    return CATALOGUE[this.code][0];
  }
}
