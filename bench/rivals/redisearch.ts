/**
 * RediSearch in a private Redis on a unix socket, asked word by word with its fuzzy operator.
 *
 * Its parser takes some epithets for numbers ("inf…", "nan…") and refuses the query: that counts as no candidates.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { processorSeconds } from "../http/child-server.ts";
import { CANDIDATES, type Rival, RivalMissing } from "./rival.ts";
import { endProcess, engineDirectory, processMiB, programVersion } from "./rival-setup.ts";

const MODULES = ["/usr/lib/redis/modules/redisearch.so", "/usr/lib/x86_64-linux-gnu/redis/modules/redisearch.so"];

/** `edits` per word: RediSearch writes `%word%` for one, `%%word%%` for two where its version knows that. */
export function redisearchRival(edits: 1 | 2): Rival {
  const directory = engineDirectory("redis");
  const mark = "%".repeat(edits);
  let server: ChildProcess | undefined;
  let redis: RedisConnection | undefined;
  let names: readonly string[] = [];
  const search = async (query: string) => {
    const reply = await redis!
      .call("FT.SEARCH", "names", query, "NOCONTENT", "LIMIT", "0", String(CANDIDATES))
      .catch((error: Error) => {
        if (error.message.includes("Syntax error")) return [0];
        throw error;
      });
    return (reply as (number | string)[]).slice(1).map(Number); // the first is the count of all that match
  };
  return {
    engine: "RediSearch 1.2 (Debian) on Redis 7",
    settings: `${mark}word${mark}, all words`,
    place: "its server's process",
    async load(list) {
      const module = MODULES.find((path) => existsSync(path));
      if (module === undefined || programVersion("redis-server") === null)
        throw new RivalMissing("needs Redis with RediSearch (Debian: redis-server, redis-redisearch)");
      names = list;
      const socket = join(directory.path, "redis.sock");
      server = spawn(
        "redis-server",
        ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", directory.path, "--loadmodule", module],
        { stdio: "ignore" },
      );
      redis = await RedisConnection.open(socket);
      await redis.call("FT.CREATE", "names", "NOOFFSETS", "STOPWORDS", "0", "SCHEMA", "name", "TEXT", "NOSTEM");
      for (let start = 0; start < list.length; start += 1000) {
        const batch = list.slice(start, start + 1000).map((name, offset) => {
          const id = String(start + offset);
          return redis!.call("FT.ADD", "names", id, "1", "NOSAVE", "FIELDS", "name", name.replaceAll("-", "_"));
        });
        await Promise.all(batch);
      }
    },
    exact: async (text) => ({
      candidates: (await search(text.replaceAll("-", "_"))).filter((ordinal) => names[ordinal] === text),
    }),
    fuzzy: async (text) => ({
      candidates: await search(
        text
          .replaceAll("-", "_")
          .split(" ")
          .map((word) => mark + word + mark)
          .join(" "),
      ),
    }),
    processorSeconds: () => processorSeconds(server!.pid!),
    serverMiB: () => processMiB(server?.pid),
    async close() {
      redis?.end();
      await endProcess(server);
      directory.remove();
    },
  };
}

/** As much of the Redis protocol (RESP 2) as the commands above need. */
class RedisConnection {
  readonly #socket: Socket;
  readonly #waiting: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[] = [];
  #buffer = "";

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      this.#buffer += chunk;
      this.#drain();
    });
  }

  /** Connects; waits up to 10 s for the server to open its socket. */
  static async open(path: string): Promise<RedisConnection> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await new Promise((resolve, reject) => {
          const socket = connect(path, () => resolve(new RedisConnection(socket)));
          socket.once("error", reject);
        });
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  call(...command: string[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      this.#socket.write(`*${command.length}\r\n${parts.join("")}`);
    });
  }

  end(): void {
    this.#socket.end();
  }

  #drain(): void {
    for (;;) {
      const parsed = parseReply(this.#buffer, 0);
      if (parsed === null) return;
      this.#buffer = this.#buffer.slice(parsed.end);
      const waiting = this.#waiting.shift();
      if (parsed.value instanceof Error) waiting?.reject(parsed.value);
      else waiting?.resolve(parsed.value);
    }
  }
}

/** One reply of the protocol and where it ends; `null` while it is incomplete. */
function parseReply(text: string, start: number): { value: unknown; end: number } | null {
  const lineEnd = text.indexOf("\r\n", start);
  if (lineEnd === -1) return null;
  const line = text.slice(start + 1, lineEnd);
  const after = lineEnd + 2;
  switch (text[start]) {
    case "-":
      return { value: new Error(`Redis answered: ${line}`), end: after };
    case ":":
      return { value: Number(line), end: after };
    case "$": {
      const length = Number(line);
      if (length === -1) return { value: null, end: after };
      return text.length < after + length + 2
        ? null
        : { value: text.slice(after, after + length), end: after + length + 2 };
    }
    case "*": {
      const values: unknown[] = [];
      let end = after;
      for (let count = Number(line); count > 0; count--) {
        const parsed = parseReply(text, end);
        if (parsed === null) return null;
        values.push(parsed.value);
        end = parsed.end;
      }
      return { value: values, end };
    }
    default:
      return { value: line, end: after };
  }
}
