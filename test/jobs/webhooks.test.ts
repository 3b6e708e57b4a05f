import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { isPublic, publicLookup, webhookUrl } from "../../src/jobs/webhook-address.ts";
import { temporaryFolder } from "../http/small-service.ts";
import { openJobs } from "./open-jobs.ts";

const refused = (error: unknown) => error instanceof BinomenError && error.code === "WEBHOOK_REFUSED";

for (const [url, hosts] of [
  ["https://hooks.example.org/a?b=c", ["hooks.example.org"]],
  ["https://HOOKS.example.org./a", ["hooks.example.org"]],
  ["https://a.b.example.org/", ["*.example.org"]],
  ["http://hooks.example.org:8080/", ["hooks.example.org:8080"]],
  ["https://anything.example.net/", ["*"]],
  ["https://93.184.215.14/", ["*"]],
  ["https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", ["*"]],
] as const)
  test(`a webhook to ${url} is taken where ${hosts} is allowed`, () => {
    assert.ok(webhookUrl(url, { webhookHosts: hosts, webhookPrivate: false }));
  });

for (const [url, hosts] of [
  ["https://hooks.example.org/", []],
  ["https://hooks.example.org.evil.net/", ["hooks.example.org"]],
  ["https://evilexample.org/", ["*.example.org"]],
  ["https://example.org/", ["*.example.org"]],
  ["https://hooks.example.org:8443/", ["hooks.example.org"]],
  ["https://user:secret@hooks.example.org/", ["hooks.example.org"]],
  ["https://hooks.example.org@evil.net/", ["hooks.example.org"]],
  ["ftp://hooks.example.org/", ["*"]],
  ["file:///etc/passwd", ["*"]],
  ["hooks.example.org", ["*"]],
  ["", ["*"]],
  [`https://hooks.example.org/${"x".repeat(3000)}`, ["*"]],
  // Addresses of this machine and of private networks, in all their spellings.
  ["http://127.0.0.1/", ["*"]],
  ["http://127.1/", ["*"]],
  ["http://2130706433/", ["*"]],
  ["http://0x7f.0.0.1/", ["*"]],
  ["http://0177.0.0.1/", ["*"]],
  ["http://0/", ["*"]],
  ["http://10.0.0.8/", ["*"]],
  ["http://172.16.3.4/", ["*"]],
  ["http://192.168.1.1/", ["*"]],
  ["http://100.64.0.1/", ["*"]],
  ["http://169.254.169.254/latest/meta-data/", ["*"]],
  ["http://255.255.255.255/", ["*"]],
  ["http://224.0.0.1/", ["*"]],
  ["http://[::1]/", ["*"]],
  ["http://[::]/", ["*"]],
  ["http://[::ffff:127.0.0.1]/", ["*"]],
  ["http://[::ffff:a00:1]/", ["*"]],
  ["http://[64:ff9b::7f00:1]/", ["*"]],
  ["http://[2002:7f00:1::]/", ["*"]],
  ["http://[fe80::1]/", ["*"]],
  ["http://[fd00::1]/", ["*"]],
] as const)
  test(`a webhook to ${url.slice(0, 60) || "nowhere"} is refused where ${hosts.length ? hosts : "nothing"} is allowed`, () => {
    assert.throws(() => webhookUrl(url, { webhookHosts: hosts, webhookPrivate: false }), refused);
  });

test("a name that has one private address among others is not connected to", () => {
  const look = (addresses: string[]) =>
    new Promise<string>((resolve) => {
      const found = addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }));
      const fake = ((_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
        done(null, found)) as never;
      publicLookup(fake)("hooks.example.org", {}, (error, address) => resolve(error ? "refused" : String(address)));
    });
  return Promise.all([look(["93.184.215.14"]), look(["93.184.215.14", "127.0.0.1"]), look(["::1"]), look([])]).then(
    (answers) => assert.deepEqual(answers, ["93.184.215.14", "refused", "refused", "refused"]),
  );
});

test("what is no address is not public", () => assert.equal(isPublic("localhost"), false));

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A receiver that answers with these statuses, one after the other. */
async function receiver(t: TestContext, ...statuses: number[]) {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    reply.writeHead(statuses.shift() ?? 200, { location: "/elsewhere", connection: "close" }).end("answer");
    for (const wake of waiting.splice(0)) wake();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return {
    received,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
}

test("the end of a job is told with a signature, again when it was not received, and no more then", async (t) => {
  const { received, host, next } = await receiver(t, 500, 302);
  let now = Date.UTC(2026, 0, 1);
  const jobs = openJobs(join(temporaryFolder(t), "jobs"), {
    now: () => now,
    webhooks: { webhookHosts: [host], webhookPrivate: true, publicUrl: "https://names.example.org" },
  });
  t.after(() => jobs.close());
  const state = async (key: string, wanted: (tries: number) => boolean) => {
    for await (const _ of jobs.updates(key, new AbortController().signal));
    while (!wanted(jobs.job(key).webhook!.tries)) await new Promise(setImmediate);
    return jobs.job(key).webhook!;
  };
  jobs.register("work", {
    isLarge: () => false,
    run: async (_job, _request, { folder }) => {
      writeFileSync(join(folder, "out.zip"), "made");
      return { file: "out.zip", facts: { records: 4 } };
    },
  });
  const told = next();
  const { key } = jobs.add({ kind: "work", owner: "ann", request: {}, webhook: `http://${host}/hook` });
  await told;
  const first = await state(key, (tries) => tries === 1);
  assert.deepEqual([first.state, first.problem], ["WAITING", "status 500"]);
  jobs.look();
  await new Promise(setImmediate);
  assert.equal(received.length, 1, "not before its time");
  const again = next();
  now += 1_000;
  jobs.look();
  await again;
  assert.equal((await state(key, (tries) => tries === 2)).problem, "status 302", "nothing is followed");
  const last = next();
  now += 10_000;
  jobs.look();
  await last;
  assert.equal((await state(key, (tries) => tries === 3)).state, "DELIVERED");
  now += 10_000_000;
  jobs.look();
  await new Promise(setImmediate);
  assert.equal(received.length, 3);

  const { headers, body } = received[2]!;
  const message = JSON.parse(body) as { type: string; data: Record<string, unknown> };
  assert.equal(message.type, "job.ended");
  assert.deepEqual([message.data["key"], message.data["status"]], [key, "SUCCEEDED"]);
  assert.equal(message.data["result"], `https://names.example.org/v1/jobs/${key}/result`);
  const secret = Buffer.from(jobs.webhookSecret("ann").slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  assert.equal(headers["webhook-signature"], `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`);
  assert.notEqual(jobs.webhookSecret("ann"), jobs.webhookSecret("bob"));
  assert.equal(received[0]!.headers["webhook-id"], headers["webhook-id"], "the same message each time");
});

test("a name that leads to this machine is not asked, unless private addresses are allowed", async (t) => {
  const { received, host } = await receiver(t);
  const url = `http://${host.replace("127.0.0.1", "localhost")}/`;
  const jobs = openJobs(join(temporaryFolder(t), "jobs"), {
    webhooks: { webhookHosts: [new URL(url).host], webhookPrivate: false, publicUrl: "" },
  });
  t.after(() => jobs.close());
  const { key } = jobs.add({ kind: "work", owner: "ann", request: {}, webhook: url });
  jobs.cancel(key);
  while (jobs.job(key).webhook!.tries === 0) await new Promise(setImmediate);
  assert.match(jobs.job(key).webhook!.problem!, /private network/);
  assert.equal(received.length, 0);
});
