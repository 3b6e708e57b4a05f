import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Release } from "../../src/checklists/release.ts";
import { readImage } from "../../src/image/file.ts";
import { AnswerMemory, place } from "../../src/pool/answer-memory.ts";
import { MatchPool } from "../../src/pool/match-pool.ts";
import { smallService } from "../http/small-service.ts";

test("memory is lent again once it was given back, and once only", () => {
  const memory = new AnswerMemory();
  const piece = memory.take();
  const answer = memory.lend(new Uint8Array(piece), 10);
  assert.equal(answer.length, 10);
  assert.notEqual(memory.take(), piece);
  memory.recycle(answer);
  memory.recycle(answer);
  assert.equal(memory.take(), piece);
  assert.notEqual(memory.take(), piece);
});

test("rows stand before their answers, and large ones outside", () => {
  const piece = new SharedArrayBuffer(80);
  const { rows, room } = place(Buffer.from("0123456789"), piece);
  assert.equal(rows.buffer, piece);
  room.fill(0);
  assert.equal(Buffer.from(rows).toString(), "0123456789");
  assert.equal(room.length, 70);
  const large = Buffer.from("0123456789a");
  assert.equal(place(large, piece).rows, large);
  assert.equal(place(large, piece).room.length, 80);
});

test("bytes from elsewhere are not taken for memory of answers", () => {
  const memory = new AnswerMemory();
  const own = new Uint8Array(8);
  memory.recycle(own);
  assert.notEqual(memory.take() as ArrayBufferLike, own.buffer);
});

test("answers are written where the one before was given back, and nowhere else", async (t) => {
  const { folder } = await smallService(t);
  const images = join(folder, "images");
  const path = join(images, readdirSync(images).find((name) => name.endsWith(".img"))!);
  const release = new Release(readImage(path), path, "small", 0);
  const pool = new MatchPool({ threads: 1, answerCache: 0 });
  t.after(() => pool.close());
  const form = {
    asked: "text",
    answered: "ndjson",
    header: undefined,
    defaults: {},
    firstRow: 1,
    maxRows: 9,
    isPart: true,
  } as const;
  const answer = async (name: string) => (await pool.answer(release, form, Buffer.from(name))).bytes;
  const first = await answer("Puma concolor");
  const text = Buffer.from(first).toString();
  const second = await answer("Helianthus annuus");
  assert.equal(Buffer.from(first).toString(), text);
  assert.notEqual(first.buffer, second.buffer);
  pool.recycle(first);
  const third = await answer("Felidae");
  assert.equal(third.buffer, first.buffer);
  assert.equal(JSON.parse(Buffer.from(third).toString()).usage.name, "Felidae");
  // More than a piece of memory holds: the answer comes in bytes of its own.
  const many = await answer("Helianthus annuus\n".repeat(20_000));
  assert.ok(many.length > first.buffer.byteLength);
  assert.equal(Buffer.from(many).toString().split("\n").length, 20_001);
});
