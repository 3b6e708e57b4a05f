/**
 * What does Fastify itself cost? A server whose one GET answers a constant object of the size of a match answer: what
 * remains when nothing is matched. Started by `run.ts` as a process of its own; prints its address.
 */
import fastify from "fastify";

const ANSWER = {
  usage: {
    key: "45372",
    name: "Abies alba Mill.",
    canonicalName: "Abies alba",
    authorship: "Mill.",
    rank: "SPECIES",
    status: "ACCEPTED",
    code: "BOTANICAL",
  },
  classification: ["Viridiplantae", "Streptophyta", "Pinopsida", "Pinales", "Pinaceae", "Abies"].map((name, index) => ({
    key: String(index),
    name,
    rank: "RANK",
  })),
  diagnostics: { matchType: "EXACT", confidence: 99 },
  synonym: false,
};

const app = fastify({ logger: false });
app.get("/trivial", async () => ANSWER);
process.stdout.write(`${await app.listen({ host: "127.0.0.1", port: 0 })}\n`);
