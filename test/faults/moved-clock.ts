/** Loaded before a program: its wall clock goes wrong by as many milliseconds as stand in the file `MOVED_CLOCK`. */
import { readFileSync } from "node:fs";

const file = process.env["MOVED_CLOCK"] as string;
const now = Date.now;
const Right = Date;
globalThis.Date = new Proxy(Right, {
  construct: (date, given) => (given.length === 0 ? new date(Right.now()) : Reflect.construct(date, given)),
});
Right.now = () => now() + Number(readFileSync(file, "utf8"));
