/**
 * Apache Lucene's FuzzyQuery, which GBIF's species matching is built on. Lucene runs in a Java process that counts the
 * processor time of its searching thread, so that neither pipe nor parsing, compiler nor garbage collector count.
 *
 * The `gbif` settings are those of GBIF's service: first letter fixed, two edits above ten letters and one below, at most
 * 50 terms. `free` lets the first letter differ and always allows two edits, as binomen does.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { processorSeconds } from "../http/child-server.ts";
import { CANDIDATES, type Rival, type RivalAnswer, RivalMissing } from "./rival.ts";
import { endProcess, processMiB, programVersion } from "./rival-setup.ts";

const PROJECT = fileURLToPath(new URL("./lucene/", import.meta.url));
/** Where Maven puts the jar; outside of version control. */
const LIBRARY = fileURLToPath(new URL("../../.cache/lucene/", import.meta.url));

export function luceneRival(settings: "gbif" | "free"): Rival {
  let engine: ChildProcess | undefined;
  let lines: AsyncIterator<string> | undefined;
  const ask = async (line: string): Promise<RivalAnswer> => {
    engine!.stdin!.write(`${line}\n`);
    const { value, done } = await lines!.next();
    if (done) throw new Error(`Lucene ended while answering ${line}`);
    const [microseconds, ...candidates] = value.split(" ");
    return { candidates: candidates.map(Number), microseconds: Number(microseconds) };
  };
  return {
    engine: "Lucene 9.12.1",
    settings:
      settings === "gbif"
        ? "FuzzyQuery as GBIF: prefix 1, 2 edits above 10 letters, else 1"
        : "FuzzyQuery, prefix 0, 2 edits",
    place: "JVM",
    async load(names) {
      engine = spawn(
        "java",
        ["-Xms1g", "-Xmx4g", "-cp", luceneJar(), `${PROJECT}FuzzyRunner.java`, settings, String(CANDIDATES)],
        { stdio: ["pipe", "pipe", "inherit"] },
      );
      lines = createInterface({ input: engine.stdout! })[Symbol.asyncIterator]();
      engine.stdin!.write(`${names.length}\n${names.join("\n")}\n`);
      await lines.next(); // "ready"
    },
    exact: (text) => ask(`exact\t${text}`),
    fuzzy: (text) => ask(`fuzzy\t${text}`),
    processorSeconds: () => processorSeconds(engine!.pid!),
    serverMiB: () => processMiB(engine?.pid),
    close: () => endProcess(engine),
  };
}

/** Path of lucene-core, fetched from Maven Central once. */
function luceneJar(): string {
  if (programVersion("java", "-version") === null) throw new RivalMissing("needs a JDK of at least version 17");
  const found = () =>
    existsSync(LIBRARY) ? readdirSync(LIBRARY).find((file) => file.startsWith("lucene-core")) : undefined;
  if (found() === undefined) {
    const maven = spawnSync("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${LIBRARY}`], {
      cwd: PROJECT,
      encoding: "utf8",
    });
    if (found() === undefined) throw new RivalMissing(`needs Maven and Maven Central: ${maven.stdout ?? maven.error}`);
  }
  return `${LIBRARY}${found()}`;
}
