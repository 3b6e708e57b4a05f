import { BinomenError } from "../../errors.ts";
import type { Occurrences } from "../../occurrences/occurrences.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { HealthReply, LivenessReply, ReadinessReply } from "../schemas/health.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Shall load balancers send requests? */
    readiness: { isDraining: boolean };
  }
}

/**
 * `GET /health`: which checklists answer, from which release. `/health/live`: does the process answer at all; when it does
 * not, it is to be started anew. `/health/ready`: shall requests be sent here; not while it stops.
 */
export function healthRoutes(app: App, service: Service): void {
  app.decorate("readiness", { isDraining: false });
  const tags = ["operation"];
  app.get(
    "/health",
    { schema: { tags, summary: "Loaded checklists and releases", response: { 200: HealthReply } } },
    async () => ({
      status: "ok" as const,
      uptimeSeconds: Math.round(process.uptime() * 10) / 10,
      checklists: service.checklists(),
      ...(service.occurrences && { datasets: datasetsOf(service.occurrences) }),
    }),
  );
  app.get(
    "/health/live",
    { schema: { tags, summary: "Does it answer at all?", response: { 200: LivenessReply } } },
    async () => ({ status: "ok" as const }),
  );
  app.get(
    "/health/ready",
    {
      schema: {
        tags,
        summary: "Shall requests be sent here?",
        response: { 200: ReadinessReply, 503: ReadinessReply },
      },
    },
    async (_request, reply) => {
      if (app.readiness.isDraining) return reply.code(503).send({ status: "stopping" as const });
      if (service.checklists().length === 0) return reply.code(503).send({ status: "no checklist" as const });
      return { status: "ready" as const };
    },
  );
}

function datasetsOf({ datasets }: Occurrences) {
  if (!datasets.any) return [];
  return presentDatasets(datasets).map(({ name, attempt, info }) => ({
    ...{ name, attempt, records: info.records },
    ...(typeof info.title === "string" && { title: info.title }),
  }));
}

/** None while the search engine beside them holds other records: they are not served then. */
function presentDatasets(datasets: Occurrences["datasets"]) {
  try {
    return datasets.snapshot().datasets;
  } catch (error) {
    if (error instanceof BinomenError && error.code === "OCCURRENCE_FILES_OTHER") return [];
    throw error;
  }
}
