import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerRoom } from "../../src/http/fast-path/answer-buffer.ts";

const textAt = (room: AnswerRoom, { start, end }: { start: number; end: number }, bytes = room.bytes) =>
  bytes.toString("utf8", start, end);

test("answers stand where they were added, however many more come, with free bytes before them", () => {
  const room = new AnswerRoom();
  const texts = Array.from({ length: 500 }, (_, i) => `é${i}`.repeat(1 + (i % 300)));
  const places = texts.map((text, i) => room.add(i, (sink) => sink.write(text)));
  assert.ok(room.bytes.length > 1 << 16, "it grew");
  for (const [i, place] of places.entries()) {
    assert.equal(textAt(room, place), texts[i]);
    assert.ok(place.start - (places[i - 1]?.end ?? 0) >= i);
  }
});

test("nothing stays of an answer that could not be written", () => {
  const room = new AnswerRoom();
  const first = room.add(10, (sink) => sink.write("first"));
  assert.throws(
    () =>
      room.add(10, (sink) => {
        sink.write("half of");
        throw new Error("broken");
      }),
    /broken/,
  );
  const second = room.add(10, (sink) => sink.write("second"));
  assert.equal(second.start, first.end + 10);
  assert.equal(textAt(room, first), "first");
  assert.equal(textAt(room, second), "second");
});

test("the same memory is used again, unless somebody still reads it", () => {
  const room = new AnswerRoom();
  const sent = (text: string) => {
    room.clear();
    const place = room.add(10, (sink) => sink.write(text));
    return { place, bytes: room.bytes };
  };
  const first = sent("first");
  const second = sent("other");
  assert.equal(second.bytes.buffer, first.bytes.buffer);
  assert.equal(textAt(room, first.place, first.bytes), "other");
  room.stillRead();
  const third = sent("third");
  assert.notEqual(third.bytes.buffer, second.bytes.buffer);
  assert.equal(textAt(room, second.place, second.bytes), "other");
  assert.equal(sent("fourth").bytes.buffer, third.bytes.buffer);
});

test("a buffer that a huge answer enlarged is not kept", () => {
  const room = new AnswerRoom();
  room.add(0, (sink) => sink.write("x".repeat(3_000_000)));
  assert.ok(room.bytes.length > 3_000_000);
  room.clear();
  assert.ok(room.bytes.length < 1_000_000);
});
