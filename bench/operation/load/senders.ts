/** Starts senders, each in a thread of its own, and waits for what they saw. */
import { Worker } from "node:worker_threads";
import type { Schedule, Sent } from "./sender.ts";

/** Runs one schedule; rejects when its thread fails. */
export function runSender(schedule: Schedule): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./sender.ts", import.meta.url), { workerData: schedule });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** A whole GET as it goes to the socket. */
export function getRequest(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept: */*\r\n\r\n`;
}

/** A whole POST of JSON. */
export function postRequest(path: string, value: unknown): string {
  const body = Buffer.from(JSON.stringify(value)).toString("latin1");
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
