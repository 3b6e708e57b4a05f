/** What the API's documentation says of the routes of occurrences. Their parameters are read as GBIF reads them. */
import { Type } from "typebox";
import { documentedOnly } from "../../json.ts";

const PlainText = { content: { "text/plain": { schema: Type.String({ description: "One sentence." }) } } };
const Json = Type.Unknown({ description: "As GBIF's API answers." });

/** Options of a route. */
export function occurrenceSchema(summary: string, tag = "occurrences") {
  return {
    ...documentedOnly,
    schema: {
      tags: [tag],
      summary,
      // An object without members: of a record the document would take the words of the schema for parameters.
      querystring: Type.Object(
        {},
        {
          additionalProperties: true,
          description: "GBIF's parameters; unknown ones are ignored, empty ones count as absent.",
        },
      ),
      response: {
        200: Json,
        201: Json,
        204: Type.Null(),
        206: Json,
        304: Type.Null(),
        400: PlainText,
        401: PlainText,
        404: PlainText,
        413: PlainText,
        416: Type.Null(),
        420: PlainText,
        503: PlainText,
      },
    },
  };
}
