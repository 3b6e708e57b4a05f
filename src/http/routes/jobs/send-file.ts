/** The file of a job as bytes, or the part of them that is asked for. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Job } from "../../../jobs/job.ts";
import type { Jobs } from "../../../jobs/jobs.ts";

/** Sends it once it was compared with its checksum. @throws BinomenError JOB_NOT_FINISHED, JOB_FILE_GONE */
export async function sendJobFile(
  request: FastifyRequest,
  reply: FastifyReply,
  jobs: Jobs,
  job: Job,
): Promise<FastifyReply> {
  const { path, file } = await jobs.file(job);
  const { size, name, sha256 } = file;
  const tag = `"${sha256.slice(0, 32)}"`;
  reply
    .header("accept-ranges", "bytes")
    .header("etag", tag)
    .header("last-modified", new Date(job.modified).toUTCString())
    .header("content-type", name.endsWith(".ndjson") ? "application/x-ndjson" : "application/zip")
    .header("repr-digest", `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`)
    .header("content-disposition", `attachment; filename="${name}"`);
  const known = request.headers["if-none-match"];
  if (known?.split(",").some((one) => one.trim() === tag || one.trim() === "*")) return reply.code(304).send();
  const isHead = request.method === "HEAD";
  const condition = request.headers["if-range"];
  const asked = condition === undefined || condition === tag ? request.headers.range : undefined;
  const range = asked === undefined ? undefined : /^bytes=(\d*)-(\d*)$/.exec(asked.trim());
  if (isHead || !range || (range[1] === "" && range[2] === "")) {
    reply.header("content-length", size);
    // Of nothing at all Fastify would say that it has no bytes.
    return reply.send(isHead ? Readable.from([]) : createReadStream(path));
  }
  const start = range[1] === "" ? Math.max(0, size - Number(range[2])) : Number(range[1]);
  const end = range[1] === "" || range[2] === "" ? size - 1 : Math.min(Number(range[2]), size - 1);
  if (start > end || start >= size) return reply.code(416).header("content-range", `bytes */${size}`).send();
  reply
    .code(206)
    .header("content-range", `bytes ${start}-${end}/${size}`)
    .header("content-length", end - start + 1);
  return reply.send(createReadStream(path, { start, end }));
}
