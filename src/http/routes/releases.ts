import { Type } from "typebox";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { requireScope } from "../auth.ts";
import { ErrorReply } from "../schemas/errors.ts";
import { ChecklistReply } from "../schemas/health.ts";

const ReleaseRequest = Type.Object({
  path: Type.String({
    minLength: 1,
    maxLength: 4096,
    pattern: "^[^\\u0000]+$",
    description: "Image or source on the server's own disk, in a folder that releases may come from.",
  }),
});

/** `POST /admin/checklists/{key}/release`: another release answers from now on, or the old one goes on. */
export function releaseRoutes(app: App, { matching }: Service): void {
  app.post(
    "/admin/checklists/:checklistKey/release",
    {
      ...requireScope("admin"),
      schema: {
        tags: ["operation"],
        summary: "Replace the release of a checklist, or add a checklist",
        params: Type.Object({ checklistKey: Type.String({ pattern: "^[\\w.-]+$" }) }),
        body: ReleaseRequest,
        response: { 200: ChecklistReply, 400: ErrorReply, 401: ErrorReply, 403: ErrorReply },
      },
    },
    (request) => matching.loadRelease(request.params.checklistKey, request.body.path),
  );
}
