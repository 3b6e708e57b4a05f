/**
 * May this server send a message to this address?
 *
 * Only to hosts that the settings name, and only to public addresses: a URL that a client gives must not make the server ask
 * its own network. The name is looked up when the connection is made, and the connection goes to the address that was judged,
 * so a name that changes in between leads nowhere else. Redirects are not followed.
 */
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { BinomenError } from "../errors.ts";

/** Whom messages may go to. */
export interface WebhookHosts {
  /** `"hooks.example.org"`, `"*.example.org"`, `"*"` for any, each with a port behind it where it is not that of the scheme. */
  readonly webhookHosts: readonly string[];
  /** Whether addresses of private networks and of this machine are asked, too. */
  readonly webhookPrivate: boolean;
}

const LONGEST_URL = 2_000;

/** The URL, when its host is allowed. @throws BinomenError WEBHOOK_REFUSED */
export function webhookUrl(text: string, { webhookHosts, webhookPrivate }: WebhookHosts): URL {
  const refuse = (problem: string): never => {
    throw new BinomenError("WEBHOOK_REFUSED", { url: text.slice(0, 200), problem });
  };
  if (text.length > LONGEST_URL || !URL.canParse(text)) return refuse("it is not a URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("http:// or https:// is expected");
  if (url.username !== "" || url.password !== "") return refuse("it holds a user or password");
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  const isNamed = webhookHosts.some((written) => {
    const [, pattern, port] = /^(.*?)(?::(\d+))?$/.exec(written.trim().toLowerCase())!;
    if ((port ?? "") !== url.port && !(port === "443" && url.protocol === "https:" && url.port === "")) return false;
    if (pattern === "*") return true;
    return pattern!.startsWith("*.") ? host.endsWith(pattern!.slice(1)) : host === pattern;
  });
  if (!isNamed)
    return refuse(
      webhookHosts.length === 0
        ? "this server sends no webhooks; its operator names hosts in BINOMEN_WEBHOOK_HOSTS"
        : "its host and port are not among those that this server sends webhooks to (BINOMEN_WEBHOOK_HOSTS)",
    );
  // Of an address that is written out nothing is looked up.
  const literal = host.replace(/^\[|\]$/g, "");
  if (!webhookPrivate && ipaddr.isValid(literal) && !isPublic(literal))
    return refuse("its address is that of a private network");
  return url;
}

/** True for addresses that everybody on the internet can reach. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // IPv4 that is written as IPv6 is IPv4; other ways to hide one in an IPv6 address have ranges of their own.
  return ipaddr.process(address).range() === "unicast";
}

/** Looks a name up and gives only public addresses; fails when there is none. */
export function publicLookup(look: typeof dnsLookup = dnsLookup): LookupFunction {
  return (hostname, options, done) => {
    look(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, "", 0);
      const addresses = (found as LookupAddress[]).filter(({ address }) => isPublic(address));
      const [first] = addresses;
      if (first === undefined || addresses.length < (found as LookupAddress[]).length)
        return done(new Error(`${hostname} has an address of a private network`), "", 0);
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
