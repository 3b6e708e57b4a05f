/** Is this a geometry in well-known text? */

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const POSITION = String.raw`${NUMBER}(?:\s+${NUMBER}){1,3}`;
const KIND =
  /^(?:SRID=\d+;)?\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*/i;

/** Depth of the brackets around positions. */
const DEPTH: Readonly<Record<string, readonly number[]>> = {
  POINT: [1],
  LINESTRING: [1],
  POLYGON: [2],
  MULTIPOINT: [1, 2],
  MULTILINESTRING: [2],
  MULTIPOLYGON: [3],
};

/** True for points, lines, polygons, their collections and `EMPTY` ones. */
export function isWkt(text: string): boolean {
  const trimmed = text.trim();
  const kind = KIND.exec(trimmed);
  if (!kind) return false;
  const name = kind[1]!.toUpperCase();
  const body = trimmed.slice(kind[0].length).trim();
  if (/^EMPTY$/i.test(body)) return true;
  if (name === "GEOMETRYCOLLECTION") {
    if (!body.startsWith("(") || !body.endsWith(")")) return false;
    const members = splitTop(body.slice(1, -1));
    return members !== undefined && members.length > 0 && members.every(isWkt);
  }
  return DEPTH[name]!.some((depth) => isNested(body, depth, name));
}

function isNested(body: string, depth: number, name: string): boolean {
  if (!body.startsWith("(") || !body.endsWith(")")) return false;
  const members = splitTop(body.slice(1, -1));
  if (members === undefined || members.length === 0) return false;
  if (depth > 1) return members.every((member) => isNested(member.trim(), depth - 1, name));
  const position = new RegExp(`^\\s*${POSITION}\\s*$`);
  if (!members.every((member) => position.test(member))) return false;
  if (name.endsWith("POINT")) return name === "MULTIPOINT" || members.length === 1;
  const positions = members.map((member) => member.trim());
  return name.endsWith("POLYGON") ? positions.length >= 4 && positions[0] === positions.at(-1) : positions.length >= 2;
}

/** Parts between the commas that are in no bracket; `undefined` when brackets do not match. */
function splitTop(text: string): string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "(") depth++;
    else if (char === ")" && --depth < 0) return undefined;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return depth === 0 ? parts : undefined;
}
