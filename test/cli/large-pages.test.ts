import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { environmentWithLargePages } from "../../src/cli/large-pages.ts";

describe("a command is started anew with large pages", () => {
  test("when the system gives them on request", () => {
    const environment = environmentWithLargePages({ HOME: "/home/a" }, "always [madvise] never\n");
    assert.deepEqual(environment, { HOME: "/home/a", GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" });
  });

  test("beside other tunables", () => {
    const environment = environmentWithLargePages({ GLIBC_TUNABLES: "glibc.malloc.check=3" }, "[madvise]");
    assert.equal(environment?.["GLIBC_TUNABLES"], "glibc.malloc.check=3:glibc.malloc.hugetlb=1");
  });

  test("but not when the system always gives them, never does, or knows none", () => {
    for (const mode of ["[always] madvise never", "always madvise [never]", undefined]) {
      assert.equal(environmentWithLargePages({}, mode), undefined, mode);
    }
  });

  test("but not twice, nor against the user's own setting", () => {
    const first = environmentWithLargePages({}, "[madvise]");
    assert.equal(environmentWithLargePages(first!, "[madvise]"), undefined);
    assert.equal(environmentWithLargePages({ GLIBC_TUNABLES: "glibc.malloc.hugetlb=0" }, "[madvise]"), undefined);
  });
});
