/** From whose address does a request come? */
import ipaddr from "ipaddr.js";

/** Groups of 16 bits that all addresses of an IPv6 subscriber have in common. */
const NETWORK_GROUPS = 4;

/**
 * Who is counted as one caller: an IPv4 address, or an IPv6 network of 64 bits, since a subscriber has all its addresses
 * and may use another one each time (RFC 6177). What is no address counts as it is written.
 */
export function callerAt(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  // IPv4 that is written as IPv6, as sockets for both give it, is IPv4.
  const parsed = ipaddr.process(address);
  if (!("parts" in parsed)) return parsed.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}
