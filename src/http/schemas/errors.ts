import { Type } from "typebox";

/** The JSON of every error. */
export const ErrorReply = Type.Object(
  {
    code: Type.String({ description: "Stable; match on this, not on the message." }),
    message: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
    requestId: Type.String(),
  },
  { $id: "Error", description: "What went wrong and what to do." },
);
