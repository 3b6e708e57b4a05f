/** `GET /metrics`: how much is asked, how quickly it is answered, what the pool and the caches do (Prometheus). */
import { Counter, Gauge, type Metric, Registry } from "@prometheus-io/client";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import type { Connections } from "../connections.ts";
import type { Duration, Durations } from "../fast-path/durations.ts";
import { processMetrics } from "../process-metrics.ts";
import type { SpoolSpace } from "../spool-space.ts";

/** What keeps counts of its own. */
export interface Watched {
  readonly connections: Connections;
  readonly space: SpoolSpace;
}

/** Counts every request in `durations` and registers `/metrics`. */
export function metricsRoutes(app: App, service: Service, durations: Durations, watched: Watched): void {
  const registry = new Registry();
  const endWatching = processMetrics(registry);
  app.addHook("onClose", async () => endWatching());
  // The registry asks a metric for nothing but its name and values.
  registry.registerMetric(durations as unknown as Metric<string>);
  const observer = (methods: string | string[], route: string) => {
    const known = new Map<string | number, Duration>();
    const onlyMethod = typeof methods === "string" ? methods : undefined;
    return (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      const method = onlyMethod ?? request.method;
      const { statusCode } = reply;
      const key = onlyMethod === undefined ? `${method} ${statusCode}` : statusCode;
      let duration = known.get(key);
      if (!duration) {
        duration = durations.of({ method, route, status: String(statusCode) });
        known.set(key, duration);
      }
      duration.observe(reply.elapsedTime / 1000);
      done();
    };
  };
  app.addHook("onRoute", (route) => {
    route.onResponse = [observer(route.method, route.url), ...[route.onResponse ?? []].flat()];
  });
  const noRoute = observer([], "(none)");
  app.addHook("onResponse", (request, reply, done) => (request.is404 ? noRoute(request, reply, done) : done()));
  serviceMetrics(registry, service, watched);
  const schema = { tags: ["operation"], summary: "Figures for Prometheus" };
  app.get("/metrics", { schema }, async (_request, reply) =>
    reply.header("content-type", registry.contentType).send(await registry.metrics()),
  );
}

/** Figures that the service keeps itself, read when they are asked for. */
function serviceMetrics(registry: Registry, { matching }: Service, { connections, space }: Watched): void {
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
  counter(
    "binomen_pool_workers_lost_total",
    "Workers that died or were stopped, and replaced.",
    () => pool().workersLost,
  );
  gauge("binomen_connections", "Open connections.", () => connections.counts().open);
  counter(
    "binomen_connections_displaced_total",
    "Connections closed because others needed the room.",
    () => connections.counts().displaced,
  );
  counter(
    "binomen_connections_refused_total",
    "Connections refused because all were busy.",
    () => connections.counts().refused,
  );
  counter(
    "binomen_connections_stalled_total",
    "Connections closed because their client neither sent nor took anything.",
    () => connections.counts().stalled,
  );
  gauge(
    "binomen_spool_disk_bytes",
    "Lists that wait on disk for clients that send before they read.",
    () => space.counts().fileBytes,
  );
  gauge("binomen_spool_memory_bytes", "The same in memory.", () => space.counts().memoryBytes);
  counter(
    "binomen_spool_full_total",
    "Times that a list had to wait since there was no room for it.",
    () => space.counts().fullCount,
  );
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
