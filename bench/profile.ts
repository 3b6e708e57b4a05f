/**
 * Where does the time go? V8's sampling profiler around a piece of work, as a text one can read without a tool.
 */
import { Session } from "node:inspector/promises";

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
}

/** Runs `work` under the profiler (100 µs steps); the functions by their own share of the time, most first. */
export async function profileText(work: () => void, lines = 40): Promise<string> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 100 });
  await session.post("Profiler.start");
  work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();

  const nodes = new Map<number, ProfileNode>(profile.nodes.map((node) => [node.id, node as ProfileNode]));
  const parents = new Map<number, number>();
  for (const node of nodes.values()) for (const child of node.children ?? []) parents.set(child, node.id);
  const own = new Map<string, number>();
  const withCallees = new Map<string, number>();
  const samples = profile.samples ?? [];
  for (const sample of samples) {
    const leaf = labelOf(nodes.get(sample)!);
    own.set(leaf, (own.get(leaf) ?? 0) + 1);
    const onStack = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id))
      onStack.add(labelOf(nodes.get(id)!));
    for (const label of onStack) withCallees.set(label, (withCallees.get(label) ?? 0) + 1);
  }
  const percent = (count: number) => ((100 * count) / samples.length).toFixed(1).padStart(6);
  const rows = [...own]
    .sort((a, b) => b[1] - a[1])
    .slice(0, lines)
    .map(([label, count]) => `${percent(count)} ${percent(withCallees.get(label)!)}  ${label}`);
  return [`  own %  all %  function (${samples.length} samples)`, ...rows, ""].join("\n");
}

/** "exactName src/image/read.ts:98"; V8's own parts in brackets. */
function labelOf({ callFrame }: ProfileNode): string {
  const file = /\/((?:src|bench|node_modules)\/(?!.*\/(?:src|node_modules)\/).*)$|(node:.*)$/
    .exec(callFrame.url)
    ?.slice(1)
    .find(Boolean);
  const name = callFrame.functionName || "(anonymous)";
  return file === undefined ? name : `${name} ${file}:${callFrame.lineNumber + 1}`;
}
