import { Type } from "typebox";
import { FORM } from "../../limits.ts";

/** Number of a facet, a value, a source or an import. */
export const Id = Type.Integer({ minimum: 1, maximum: FORM.largestId });
