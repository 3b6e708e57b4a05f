import { Type } from "typebox";

/** A checklist that is being served. */
export const ChecklistReply = Type.Object({
  checklistKey: Type.String(),
  title: Type.String(),
  release: Type.String({ description: "Changes whenever the checklist or the way it is compiled changes." }),
  nameCount: Type.Integer(),
  usageCount: Type.Integer(),
});

/** The answer of `/health`. */
export const HealthReply = Type.Object({
  status: Type.Literal("ok"),
  uptimeSeconds: Type.Number(),
  checklists: Type.Array(ChecklistReply, { description: "The default checklist stands first." }),
  datasets: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        attempt: Type.String(),
        records: Type.Integer(),
        title: Type.Optional(Type.String()),
      }),
      { description: "Datasets of occurrences, when any is served." },
    ),
  ),
});

/** The answer of `/health/live`. */
export const LivenessReply = Type.Object({ status: Type.Literal("ok") });

/** The answer of `/health/ready`. */
export const ReadinessReply = Type.Object({
  status: Type.Union([Type.Literal("ready"), Type.Literal("stopping"), Type.Literal("no checklist")]),
});
