import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { documentedOnly, sendJson } from "../json.ts";
import { checklistOf } from "../parameters.ts";

/** `GET /v2/species/match/metadata`: what the checklist is and how large, in GBIF's members. */
export function metadataRoutes(app: App, { matching }: Service): void {
  const schema = { tags: ["checklist"], summary: "Title, release and size of a checklist (GBIF API v2)" };
  app.get("/v2/species/match/metadata", { ...documentedOnly, schema }, (request, reply) => {
    const metadata = matching.metadata(checklistOf(request.query as Record<string, string>));
    const { checklistKey, title, release, created, builder, bytes, usageCount, countByRank, joins } = metadata;
    sendJson(reply, {
      created,
      buildInfo: { sha: release, name: "binomen", message: `built by binomen ${builder}`, date: created },
      mainIndex: {
        clbDatasetKey: checklistKey,
        datasetKey: checklistKey,
        datasetTitle: title,
        sizeInMB: Math.ceil(bytes / 1_000_000),
        nameUsageCount: usageCount,
        matchesToMain: 0,
        nameUsageByRankCount: countByRank,
      },
      identifierIndexes: joins.map((joined) => ({
        clbDatasetKey: joined.source,
        datasetKey: joined.source,
        datasetTitle: joined.title,
        nameUsageCount: joined.usageCount,
        matchesToMain: joined.joinedCount,
      })),
      ancillaryIndexes: [],
    });
  });
}
