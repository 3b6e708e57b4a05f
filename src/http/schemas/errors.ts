import { Type } from "typebox";

/** The JSON of every error: a problem of RFC 9457 with members of ours. */
export const ErrorReply = Type.Object(
  {
    type: Type.String({ description: "Names the code once more, as a URN." }),
    title: Type.String({ description: "What the status means." }),
    status: Type.Integer(),
    detail: Type.String({ description: "The message." }),
    code: Type.String({ description: "Stable; match on this, not on the message." }),
    message: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
    requestId: Type.Optional(Type.String()),
  },
  { $id: "Error", description: "What went wrong and what to do." },
);
