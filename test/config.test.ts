import assert from "node:assert/strict";
import { test } from "node:test";
import { environmentName, loadConfig } from "../src/config.ts";
import { BinomenError } from "../src/errors.ts";

test("a flag wins over the environment, which wins over the default", () => {
  assert.equal(loadConfig({ port: 1 }, { BINOMEN_PORT: "2" }).port, 1);
  assert.equal(loadConfig({}, { BINOMEN_PORT: "2" }).port, 2);
  assert.equal(loadConfig({}, {}).port, 8080);
});

test("a list in the environment is separated by commas", () =>
  assert.deepEqual(loadConfig({}, { BINOMEN_BACKBONES: "a.zip,b.img" }).backbones, ["a.zip", "b.img"]));

test("the environment variable of a setting is derived from its name", () =>
  assert.equal(environmentName("maxBatch"), "BINOMEN_MAX_BATCH"));

for (const [setting, value] of [
  ["BINOMEN_PORT", "70000"],
  ["BINOMEN_PORT", "http"],
  ["BINOMEN_QUEUE_LIMIT", "0"],
  ["BINOMEN_TRUSTED_PROXIES", "proxy.example.org"],
  ["BINOMEN_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/99"],
] as const)
  test(`${setting}=${value} is refused with the name of the setting`, () =>
    assert.throws(
      () => loadConfig({}, { [setting]: value }),
      (error) => error instanceof BinomenError && error.code === "CONFIG_INVALID" && /found/.test(error.message),
    ));

test("images are kept in the user's cache folder unless told otherwise", () => {
  assert.equal(loadConfig({}, { XDG_CACHE_HOME: "/var/cache/me" }).dataDir, "/var/cache/me/binomen");
  assert.equal(loadConfig({ dataDir: "/srv/x" }, {}).dataDir, "/srv/x");
});

test("proxies are trusted by address, network and name of a kind of network", () => {
  const trusted = ["127.0.0.1", "10.0.0.0/8", "fd00::/8", "loopback", "uniquelocal"];
  assert.deepEqual(loadConfig({}, { BINOMEN_TRUSTED_PROXIES: trusted.join(",") }).trustedProxies, trusted);
});

test("the settings are frozen", () => assert.throws(() => Object.assign(loadConfig({}, {}), { port: 1 })));

test("a search engine may be asked beside datasets", () => {
  const search = "opensearch=http://127.0.0.1:9200/records";
  const { datasets, ...config } = loadConfig({ search }, { BINOMEN_DATASETS: "a=b,c=d" });
  assert.deepEqual([config.search, datasets], [search, ["a=b", "c=d"]]);
});
