import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { HealthReply } from "../schemas/health.ts";

/** `GET /health`: which checklists answer, from which release. */
export function healthRoutes(app: App, service: Service): void {
  app.get(
    "/health",
    { schema: { tags: ["operation"], summary: "Loaded checklists and releases", response: { 200: HealthReply } } },
    async () => ({
      status: "ok" as const,
      uptimeSeconds: Math.round(process.uptime() * 10) / 10,
      checklists: service.checklists(),
    }),
  );
}
