/** Secrets that other servers ask for are read from files: a command line stands in the process list, settings are printed. */
import { readFileSync } from "node:fs";
import { BinomenError } from "../errors.ts";

/** The secret that is the only line of a file. @throws CONFIG_INVALID */
export function secretIn(path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new BinomenError("CONFIG_INVALID", { setting: path, problem: "cannot be read" }, { cause: error });
  }
  // A header takes one line of visible ASCII; anything else would be refused by fetch with the secret in the message.
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(secret))
    throw new BinomenError("CONFIG_INVALID", { setting: path, problem: "must hold one line with the secret" });
  return secret;
}
