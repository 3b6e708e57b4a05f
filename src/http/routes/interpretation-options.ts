/** What may be said of how records are interpreted: the same parameters for a stream and for an upload. */
import { Type } from "typebox";
import { booleanOf } from "../../answer/query-fields.ts";
import { BinomenError } from "../../errors.ts";
import type { InterpretationOptions } from "../../occurrences/interpretation/tools.ts";

const text = (description: string) => Type.Optional(Type.String({ description }));

/** The parameters, for the documentation. */
export const INTERPRETATION_QUERY = {
  dateOrder: text("DMY or MDY: the order in ambiguous dates"),
  readVerbatimDate: text("true reads verbatimEventDate, too, and an eventDate that is a label"),
  twoDigitYears: text("first of the hundred years that years of two digits in verbatimEventDate mean: 1880"),
  keepCoordinates: text("true leaves doubtful coordinates as they are"),
  license: text("licence of the dataset"),
  datasetKey: text("key of the dataset, for records that name none"),
  clock: text("time that counts as the present, ISO 8601"),
};

/** @throws BinomenError REQUEST_INVALID */
export function interpretationOptionsOf(
  parameters: Readonly<Record<string, string | undefined>>,
): Partial<InterpretationOptions> {
  const order = parameters["dateOrder"]?.toUpperCase();
  if (order !== undefined && order !== "DMY" && order !== "MDY")
    throw new BinomenError("REQUEST_INVALID", { field: "dateOrder", problem: "DMY or MDY is expected" });
  return {
    ...(order && { dateOrders: [order, `${order}T`] as const }),
    readVerbatimDate: booleanOf(parameters["readVerbatimDate"]) ?? false,
    twoDigitYearsFrom: yearOf(parameters["twoDigitYears"]),
    keepCoordinates: booleanOf(parameters["keepCoordinates"]) ?? false,
    datasetLicense: parameters["license"],
    datasetKey: parameters["datasetKey"],
  };
}

function yearOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^(1[5-9]\d\d|2000)$/.test(text))
    throw new BinomenError("REQUEST_INVALID", {
      field: "twoDigitYears",
      problem: "a year from 1500 to 2000 is expected",
    });
  return Number(text);
}

/** @throws BinomenError REQUEST_INVALID */
export function clockOf(text: string | undefined): number {
  if (text === undefined) return Date.now();
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new BinomenError("REQUEST_INVALID", { field: "clock", problem: "an ISO 8601 time is expected" });
  return time;
}
