/** `GET /metrics`: how much is asked, how quickly it is answered, what the pool and the caches do (Prometheus). */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "@prometheus-io/client";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";

/** Seconds; a look-up takes microseconds, a bulk stream minutes. */
const BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10, 60];

/** Counts every request and registers `/metrics`. */
export function metricsRoutes(app: App, service: Service): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the first byte of a request to the last byte of its answer.",
    labelNames: ["method", "route", "status"],
    buckets: BUCKETS,
    registers: [registry],
  });
  // A child per route and status is found once: finding it by its labels costs more than observing.
  const observer = (methods: string | string[], route: string) => {
    const children = new Map<string, { observe(seconds: number): void }>();
    const onlyMethod = typeof methods === "string" ? methods : undefined;
    return (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      const method = onlyMethod ?? request.method;
      const name = onlyMethod === undefined ? `${method} ${reply.statusCode}` : String(reply.statusCode);
      let child = children.get(name);
      if (!child) {
        child = durations.labels({ method, route, status: String(reply.statusCode) });
        children.set(name, child);
      }
      child.observe(reply.elapsedTime / 1000);
      done();
    };
  };
  app.addHook("onRoute", (route) => {
    route.onResponse = [observer(route.method, route.url), ...[route.onResponse ?? []].flat()];
  });
  const noRoute = observer([], "(none)");
  app.addHook("onResponse", (request, reply, done) => (request.is404 ? noRoute(request, reply, done) : done()));
  serviceMetrics(registry, service);
  const schema = { tags: ["operation"], summary: "Figures for Prometheus" };
  app.get("/metrics", { schema }, async (_request, reply) =>
    reply.header("content-type", registry.contentType).send(await registry.metrics()),
  );
}

/** Figures that the service keeps itself, read when they are asked for. */
function serviceMetrics(registry: Registry, { matching }: Service): void {
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  const pool = () => matching.counts().pool;
  counter("binomen_bulk_rows_total", "Rows answered by the pool.", () => pool().rows);
  counter("binomen_bulk_failed_rows_total", "Rows that could not be read or answered.", () => pool().failedRows);
  counter("binomen_pool_batches_total", "Batches given to the pool.", () => pool().batches);
  counter("binomen_pool_retries_total", "Batches whose worker died and that were tried again.", () => pool().retries);
  counter("binomen_pool_refused_total", "Batches refused because the queue was full.", () => pool().refused);
  gauge("binomen_pool_waiting", "Batches that wait for a worker.", () => pool().waiting);
  gauge("binomen_pool_threads", "Worker threads.", () => pool().threads);
  const asked = () => matching.counts().cacheAsked + pool().cacheAsked;
  const known = () => matching.counts().cacheKnown + pool().cacheKnown;
  counter("binomen_answer_cache_lookups_total", "Answers looked for among the recent ones.", asked);
  counter("binomen_answer_cache_hits_total", "Answers found among the recent ones.", known);
  gauge("binomen_answer_cache_hit_ratio", "Share of answers found among the recent ones.", () =>
    asked() === 0 ? 0 : known() / asked(),
  );
  gauge(
    "binomen_retired_releases",
    "Replaced releases that requests still use.",
    () => matching.counts().retiredReleases,
  );
  const loaded = new Gauge({
    name: "binomen_checklist_usages",
    help: "Usages of each loaded release.",
    labelNames: ["checklist", "release"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { checklistKey, release, usageCount } of matching.checklists())
        loaded.set({ checklist: checklistKey, release }, usageCount);
    },
  });
}
