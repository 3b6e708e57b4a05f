import { Type } from "typebox";

/** Query of `POST /facets/sources/{id}/import`. */
export const ImportQuery = Type.Object({
  dry_run: Type.Boolean({ default: false, description: "Report what would change, change nothing." }),
  force: Type.Boolean({ default: false, description: "Let more than a fifth of the list go." }),
  allow_empty: Type.Boolean({ default: false, description: "Let a file without a usable row empty the list." }),
  allowEmpty: Type.Boolean({ default: false, description: "The same." }),
  encoding: Type.Union([Type.Literal("utf-8"), Type.Literal("windows-1252")], { default: "utf-8" }),
  key_column: Type.Optional(
    Type.String({ description: "Snippets: the column that tells them apart; without it their text does." }),
  ),
  file_name: Type.Optional(Type.String({ maxLength: 200, description: "For the history." })),
  licence: Type.Optional(Type.String()),
  rights_holder: Type.Optional(Type.String()),
  citation: Type.Optional(Type.String()),
  contact: Type.Optional(Type.String()),
});

const Count = Type.Integer({ minimum: 0 });

/** What an import did, or would do. */
export const ImportReply = Type.Object({
  source: Type.Integer(),
  kind: Type.Union([Type.Literal("scores"), Type.Literal("snippets")]),
  dryRun: Type.Boolean(),
  import: Type.Union([Type.Integer(), Type.Null()], {
    description: "Number in the history; null: nothing was written.",
  }),
  rows: Count,
  added: Count,
  changed: Count,
  unchanged: Count,
  removed: Count,
  duplicate: Count,
  bad: Count,
  problemCounts: Type.Record(Type.String(), Count),
  problems: Type.Array(
    Type.Object({
      code: Type.String(),
      line: Type.Integer(),
      column: Type.String(),
      value: Type.String(),
      hint: Type.String(),
    }),
  ),
  tooManyRemoved: Type.Boolean({ description: "A dry run that would need force." }),
  oid: Type.String({ description: "Checksum of the list as git computes it." }),
  sequence: Type.Union([Type.Integer(), Type.Null()]),
});

/** Past imports. */
export const ImportHistoryReply = Type.Object({
  imports: Type.Array(
    Type.Object({
      id: Type.Integer(),
      source: Type.Integer(),
      at: Type.String(),
      by: Type.String(),
      fileName: Type.Union([Type.String(), Type.Null()]),
      oid: Type.String(),
      rollbackTo: Type.Union([Type.Integer(), Type.Null()]),
      rows: Count,
      added: Count,
      changed: Count,
      removed: Count,
      kind: Type.Optional(Type.String()),
      encoding: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      keyColumn: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  ),
});
