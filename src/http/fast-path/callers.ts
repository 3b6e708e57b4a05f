/** Who asks? */
import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import { callerAt } from "../../access/caller.ts";

/** Addresses that are remembered. */
const MOST_ADDRESSES = 10_000;

/** Tells callers apart. Who asks from an address is remembered, since it is asked for every request. */
export class Callers {
  readonly #isTrusted: ((address: string, hop: number) => boolean) | undefined;
  readonly #known = new Map<string, string>();

  /** @param trustedProxies addresses whose `X-Forwarded-For` is believed, as Fastify's `trustProxy` takes them */
  constructor(trustedProxies: readonly string[]) {
    this.#isTrusted = trustedProxies.length > 0 ? proxyAddr.compile([...trustedProxies]) : undefined;
  }

  /** Who sent a request: the same that Fastify sees as `request.ip`, an IPv6 network as one. */
  of(request: IncomingMessage): string {
    const isTrusted = this.#isTrusted;
    return this.#at(isTrusted === undefined ? (request.socket.remoteAddress ?? "") : proxyAddr(request, isTrusted));
  }

  #at(address: string): string {
    let caller = this.#known.get(address);
    if (caller === undefined) {
      if (this.#known.size >= MOST_ADDRESSES) this.#known.clear();
      caller = callerAt(address);
      this.#known.set(address, caller);
    }
    return caller;
  }
}
