/**
 * PostgreSQL with pg_trgm, in a private cluster on a unix socket, asked through psql with prepared statements.
 * Its processor time is that of the server's process for our session; psql's is not counted.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { processorSeconds } from "../http/child-server.ts";
import { CANDIDATES, type Rival, type RivalAnswer, RivalMissing } from "./rival.ts";
import { endProcess, engineDirectory } from "./rival-setup.ts";

const INSTALLED = "/usr/lib/postgresql";
const END = "end-of-answer";

/** `gin`: names above a similarity, by Levenshtein. `gist`: the nearest names by trigram distance. */
export function postgresRival(how: "gin" | "gist"): Rival {
  const version = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort().at(-1) : undefined;
  const program = (name: string) => join(INSTALLED, version ?? "", "bin", name);
  const directory = engineDirectory("postgres");
  let server: ChildProcess | undefined;
  let client: ChildProcess | undefined;
  let lines: AsyncIterator<string> | undefined;
  let keptMiB = 0;
  let session = 0;

  async function ask(statement: string): Promise<RivalAnswer> {
    client!.stdin!.write(`${statement}\n\\echo ${END}\n`);
    const candidates: number[] = [];
    for (;;) {
      const { value: line, done } = await lines!.next();
      if (done) throw new Error(`psql ended while answering ${statement}`);
      if (line === END) return { candidates };
      if (/^\d+$/.test(line)) candidates.push(Number(line));
    }
  }

  return {
    engine: `PostgreSQL ${version ?? ""} pg_trgm`,
    settings:
      how === "gin"
        ? "GIN, similarity ≥ 0.45, then levenshtein()"
        : "GiST (siglen 64), nearest by trigram distance <->",
    place: "its session's process",
    async load(names) {
      if (version === undefined) throw new RivalMissing("needs PostgreSQL (Debian: postgresql, postgresql-contrib)");
      // initdb refuses to run as root; then the cluster belongs to the account that the package made.
      const account = process.getuid?.() === 0 ? { uid: accountId("-u"), gid: accountId("-g") } : {};
      const data = join(directory.path, "data");
      if (account.uid !== undefined) execFileSync("chown", ["-R", "postgres", directory.path]);
      execFileSync(program("initdb"), ["-D", data, "-A", "trust", "-U", "bench", "--no-sync"], {
        ...account,
        cwd: "/",
        stdio: "ignore",
      });
      const settings = [
        "shared_buffers=512MB",
        "maintenance_work_mem=512MB",
        "jit=off",
        "fsync=off",
        "listen_addresses=",
        // All on one core, as the others: the time of parallel workers would not be counted.
        "max_parallel_workers_per_gather=0",
        // Everything is in memory; with the default, made for disks, small tables are read whole.
        "random_page_cost=1.1",
      ];
      appendFileSync(join(data, "postgresql.conf"), `${settings.map(quoteSetting).join("\n")}\n`);
      server = spawn(program("postgres"), ["-D", data, "-k", directory.path], {
        ...account,
        cwd: "/",
        stdio: "ignore",
      });
      await untilReady(program("pg_isready"), directory.path);

      const rows = join(directory.path, "names.tsv");
      writeFileSync(rows, names.map((name, id) => `${id}\t${name}\n`).join(""), { mode: 0o644 });
      client = spawn("psql", ["-h", directory.path, "-U", "bench", "-d", "postgres", "-qAtX"], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      lines = createInterface({ input: client.stdout! })[Symbol.asyncIterator]();
      const operator = how === "gin" ? "gin_trgm_ops" : "gist_trgm_ops(siglen=64)";
      await ask(`
        CREATE EXTENSION pg_trgm; CREATE EXTENSION fuzzystrmatch;
        CREATE TABLE names (id int, name text);
        \\copy names FROM '${rows}'
        CREATE INDEX ON names (name);
        CREATE INDEX ON names USING ${how} (name ${operator});
        ANALYZE names;
        SET pg_trgm.similarity_threshold = 0.45;
        SET plan_cache_mode = force_custom_plan;
        PREPARE exact(text) AS SELECT id FROM names WHERE name = $1;
        PREPARE gin(text) AS SELECT id FROM names WHERE name % $1
          ORDER BY levenshtein(name, $1), similarity(name, $1) DESC LIMIT ${CANDIDATES};
        PREPARE gist(text) AS SELECT id FROM names ORDER BY name <-> $1 LIMIT ${CANDIDATES};`);
      // Its memory is shared buffers and page cache, not the server's own: what it keeps is the fairer figure.
      const kept = await ask("SELECT pg_total_relation_size('names') / 1048576;");
      keptMiB = kept.candidates[0] ?? 0;
      session = (await ask("SELECT pg_backend_pid();")).candidates[0]!;
    },
    exact: (text) => ask(`EXECUTE exact(${quote(text)});`),
    fuzzy: (text) => ask(`EXECUTE ${how}(${quote(text)});`),
    processorSeconds: () => processorSeconds(session),
    serverMiB: () => keptMiB,
    async close() {
      await endProcess(client);
      await endProcess(server, "SIGINT"); // "fast": ends sessions, then itself
      directory.remove();
    },
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoteSetting(setting: string): string {
  const [name, value] = setting.split("=");
  return `${name} = '${value}'`;
}

function accountId(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

async function untilReady(program: string, socketDirectory: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      execFileSync(program, ["-h", socketDirectory], { stdio: "ignore" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("PostgreSQL did not start within 20 s");
}
