/**
 * What do the rooms of src/ hold, and what must not stand in them?
 *
 * Pure functions over the files of src/ (path → text), so that a test can hand them a house with a fault. A room is a
 * folder; the files beside `service.ts` are none.
 */

/** Files of src/, `"names/keys/fold.ts"` → their text. */
export type House = ReadonlyMap<string, string>;

/** More files than this in one folder answer more than one question. */
const MOST_FILES = 20;
/** A list of more words than this is a word list, not a handful of cases. */
const LONGEST_LIST = 15;
/** What is counted as a file of a room. */
const SOURCE = /\.(tsx?|js|css|html)$/;
/** Rooms that may hold word lists: the one list of each kind is kept there. */
const WORD_ROOMS = /^(names\/words|taxonomy|page)\//;
/** Lists of words that are not words of names: HTML elements, the kinds of links of WFO's snippets. */
const OTHER_LISTS = /^(names\/text\/entities|facets\/records\/records)\.ts$/;
/** Rooms that meet quotes which are not those of a table: names, the bytes of answers, JSON and XML. */
const QUOTE_ROOMS = /^(tables|names|answer|page)\//;

/** Room → its files and lines, in the order of the tree. */
export function sizes(house: House): Map<string, { files: number; lines: number }> {
  const rooms = new Map<string, { files: number; lines: number }>();
  for (const path of [...house.keys()].sort()) {
    if (!SOURCE.test(path) || !path.includes("/")) continue;
    const room = path.slice(0, path.lastIndexOf("/"));
    const size = rooms.get(room) ?? { files: 0, lines: 0 };
    size.files++;
    size.lines += house.get(path)!.split("\n").length - 1;
    rooms.set(room, size);
  }
  return rooms;
}

/** Faults of the rooms themselves: too many files, no rule. `rooms` are the patterns of rooms.cjs. */
export function roomFaults(house: House, rooms: readonly string[]): string[] {
  const faults: string[] = [];
  for (const [room, { files }] of sizes(house)) {
    if (files > MOST_FILES) faults.push(`src/${room} holds ${files} files, at most ${MOST_FILES} belong together`);
    if (!rooms.some((pattern) => pattern.endsWith("/") && room.startsWith(pattern.slice(0, -1))))
      faults.push(`src/${room} is a room without a rule: add it to test/architecture/rooms.cjs`);
  }
  return faults;
}

/** Lists of words outside the rooms that keep them: there they would become a second answer to one question. */
export function wordListFaults(house: House): string[] {
  const faults: string[] = [];
  for (const [path, text] of house) {
    if (!/\.tsx?$/.test(path) || WORD_ROOMS.test(path) || OTHER_LISTS.test(path)) continue;
    for (const list of wordLists(text)) {
      if (list.length > LONGEST_LIST)
        faults.push(`src/${path} keeps a list of ${list.length} words ("${list.slice(0, 3).join(" ")} …")`);
    }
  }
  return faults;
}

/** Lists written as one string that is split at spaces, and as a literal array of single words in small letters. */
function wordLists(text: string): string[][] {
  const lists: string[][] = [];
  for (const [, strings] of text.matchAll(/((?:"[^"\n]*"\s*\+?\s*)+)\)?\s*\.split\(" "\)/g)) {
    lists.push(
      strings!
        .replaceAll(/"\s*\+?\s*"?/g, "")
        .trim()
        .split(/\s+/),
    );
  }
  for (const [, items] of text.matchAll(/\[((?:\s*"[a-zäöüß.-]+",?)+\s*)\]/g)) {
    lists.push([...items!.matchAll(/"([^"]+)"/g)].map(([, word]) => word!));
  }
  return lists;
}

/** Comparisons with a quotation mark outside the rooms that read quotes: the start of another reader of tables. */
export function quoteFaults(house: House): string[] {
  const faults: string[] = [];
  for (const [path, text] of house) {
    if (!/\.tsx?$/.test(path) || QUOTE_ROOMS.test(path)) continue;
    text.split("\n").forEach((line, index) => {
      if (/[!=]==\s*(0x22|34|'"'|"\\"")/.test(line)) faults.push(`src/${path}:${index + 1} reads quotes of a table`);
    });
  }
  return faults;
}

/** A room's row in the drawing: `names/keys 6 files, 0.7 k lines`. */
const DRAWN = /^\s*([a-z/-]+)\/\s+(\d+) files?\s+([\d.]+) k lines/gm;

/** The rooms and sizes for the map, as {@link drawingFaults} reads them. */
export function drawing(house: House): string {
  const rows = [...sizes(house)].map(
    ([room, { files, lines }]) =>
      `${`${room}/`.padEnd(26)}${String(files).padStart(3)} ${files === 1 ? "file " : "files"}${(lines / 1000).toFixed(1).padStart(6)} k lines`,
  );
  return rows.join("\n");
}

/** Where the drawing of the map differs from the house: rooms missing or gone, sizes more than a quarter off. */
export function drawingFaults(house: House, map: string): string[] {
  const drawn = new Map([...map.matchAll(DRAWN)].map(([, room, files, k]) => [room!, { files: +files!, k: +k! }]));
  const faults = drawn.size === 0 ? ["src/README.md draws no rooms"] : [];
  const there = sizes(house);
  for (const [room, { files, lines }] of there) {
    const row = drawn.get(room);
    if (row === undefined) faults.push(`src/README.md does not draw ${room}/`);
    else if (Math.abs(row.files - files) > 2 || Math.abs(row.k - lines / 1000) > 0.2 + lines / 4000)
      faults.push(`src/README.md draws ${room}/ with ${row.files} files and ${row.k} k lines`);
  }
  for (const room of drawn.keys()) if (!there.has(room)) faults.push(`src/README.md draws ${room}/, which is gone`);
  return faults.length > 0 ? [...faults, "npm run architecture -- --draw writes the drawing anew"] : [];
}

/** The map with its drawing written anew. */
export function redrawn(house: House, map: string): string {
  const start = map.indexOf("```", map.indexOf("## Rooms"));
  const end = map.indexOf("```", start + 3);
  return `${map.slice(0, start)}\`\`\`\n${drawing(house)}\n${map.slice(end)}`;
}

/** Comments that name a file which is not there, or link a name that the file does not contain. */
export function commentFaults(house: House, elsewhere: ReadonlySet<string> = new Set()): string[] {
  const paths = [...house.keys()];
  const faults: string[] = [];
  for (const [path, text] of house) {
    if (!/\.tsx?$/.test(path)) continue;
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    for (const [comment] of text.matchAll(/\/\*[\s\S]*?\*\/|(?<![:"'`/])\/\/ .*$/gm)) {
      for (const [, named] of comment.matchAll(/(?<![\w/.<>{-])((?:[\w-]+\/)*[\w-]+\.ts)\b/g)) {
        const isThere = paths.some((other) => `/${other}`.endsWith(`/${named}`)) || elsewhere.has(named!);
        if (!isThere) faults.push(`src/${path}: a comment names ${named}, which is not there`);
      }
      for (const [, linked] of comment.matchAll(/\{@link (?:\w+\.)?#?(\w+)/g))
        if (!new RegExp(`\\b${linked}\\b`).test(code))
          faults.push(`src/${path}: a comment links ${linked}, which is not there`);
    }
  }
  return faults;
}
