/** Folders that nobody may write to. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../http/small-service.ts";
import { MAIN, PATIENCE, serve, smallDisk, smallSource } from "./server.ts";

test("with its image in a read-only folder a server starts and answers, also lists whose clients read late", {
  timeout: PATIENCE,
}, async (t) => {
  const disk = smallDisk(t, 8);
  if (disk === undefined) return t.skip("no disk can be mounted here");
  const source = smallSource(t);
  const data = join(disk, "data");
  mkdirSync(data);
  const image = join(data, "small.img");
  assert.equal(spawnSync(process.execPath, [MAIN, "build", source, "--out", image]).status, 0);
  assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
  const { url, child } = await serve(t, ["--data-dir", data, "--state-dir", temporaryFolder(t)], {}, image);
  assert.match(await (await fetch(`${url}/v2/species/match?name=Puma`)).text(), /EXACT/);
  const rows = 100_000;
  const headers = { "content-type": "text/plain", accept: "application/x-ndjson" };
  const answered = await new Promise<number>((resolve, reject) => {
    const call = request(`${url}/v2/species/match`, { method: "POST", headers }, (reply) => {
      let count = 0;
      reply.on("data", (part: Buffer) => {
        for (const byte of part) if (byte === 10) count++;
      });
      reply.once("end", () => resolve(count));
      reply.once("error", reject);
    });
    call.once("error", reject);
    call.end("Puma concolor\n".repeat(rows));
  });
  assert.equal(answered, rows);
  assert.equal(child.exitCode, null);
});

for (const folder of ["data-dir", "state-dir"] as const)
  test(`a ${folder} that cannot be written to is told in a line, and nothing starts`, (t) => {
    const disk = smallDisk(t, 8);
    if (disk === undefined) return t.skip("no disk can be mounted here");
    assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
    const other = folder === "data-dir" ? "state-dir" : "data-dir";
    for (const place of [disk, join(disk, "x")]) {
      const flags = [`--${folder}`, place, `--${other}`, temporaryFolder(t)];
      const serve = ["serve", "--port", "0", "--backbone", smallSource(t), ...flags];
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...serve], { encoding: "utf8", timeout: PATIENCE });
      assert.equal(status, 1, stderr);
      assert.match(stderr, /^binomen: .* cannot be written to: .*read-only/m);
      assert.doesNotMatch(stderr, /\n\s+at /, "no stack");
    }
  });
