import assert from "node:assert/strict";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { allowedReleasePath } from "../../src/checklists/release-folders.ts";
import { BinomenError } from "../../src/errors.ts";
import { temporaryFolder } from "../http/small-service.ts";

function folders(t: TestContext) {
  const root = realpathSync(temporaryFolder(t));
  for (const name of ["served", "served-not", "watched", "named"]) mkdirSync(join(root, name));
  const allowed = (
    path: string,
    releaseFolders = [join(root, "named")],
    backbones = [join(root, "served", "col.zip")],
  ) => allowedReleasePath(path, { backbones, watch: join(root, "watched"), releaseFolders });
  return { root, allowed };
}

const isRefused = (error: unknown) => error instanceof BinomenError && error.code === "RELEASE_PATH_REFUSED";

test("what lies beside a backbone, in the watched folder or a named one is allowed, there or not", (t) => {
  const { root, allowed } = folders(t);
  for (const path of ["served/next.img", "watched/a.img", "named/below/deep.img", "named", "served/..odd"])
    assert.equal(allowed(join(root, path)), join(root, path));
});

test("everything else is refused, whether it is there or not", (t) => {
  const { root, allowed } = folders(t);
  writeFileSync(join(root, "secret"), "x");
  for (const path of ["/etc/passwd", "secret", "missing", "served/../secret", "served-not/x.img", "named/../../x"])
    assert.throws(() => allowed(path.startsWith("/") ? path : join(root, path)), isRefused, path);
  assert.throws(() => allowed(`${root}/served/../secret`), isRefused);
});

test("a symbolic link does not lead out, and one into a folder is followed", (t) => {
  const { root, allowed } = folders(t);
  writeFileSync(join(root, "secret"), "x");
  symlinkSync(join(root, "secret"), join(root, "served", "looks-fine.img"));
  symlinkSync(root, join(root, "watched", "up"));
  symlinkSync(join(root, "named"), join(root, "way-in"));
  assert.throws(() => allowed(join(root, "served", "looks-fine.img")), isRefused);
  assert.throws(() => allowed(join(root, "watched", "up", "not-there.img")), isRefused);
  assert.equal(allowed(join(root, "way-in", "a.img")), join(root, "named", "a.img"));
});

test("a backbone at the root of the disk opens nothing but itself; / as a folder opens all", (t) => {
  const { root, allowed } = folders(t);
  assert.equal(allowed("/col.zip", [], ["/col.zip"]), "/col.zip");
  assert.throws(() => allowed("/etc/passwd", [], ["/col.zip"]), isRefused);
  assert.equal(allowed(join(root, "anything"), ["/"]), join(root, "anything"));
});
