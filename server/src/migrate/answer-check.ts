import type { InputNeeded } from "../edit/change.ts";
import { formatIpAddress, parseIpAddress, parseIpPrefix, prefixRange } from "../values/ip.ts";
import { parseAddressSet } from "../values/prefix-set.ts";
import { isOpen } from "./draft.ts";

/** Why an answer cannot be, and how to write it; undefined when it can. Placeholders may stay. Keys are not repeated. */
export function answerProblem(
  { kind, choices = [] }: Pick<InputNeeded, "kind" | "choices">,
  answer: string,
): string | undefined {
  const value = answer.trim();
  if (value === "" || isOpen(value)) return undefined;
  switch (kind) {
    case undefined:
      return undefined;
    case "host":
      return isHost(value) ? undefined : `"${value}" is no name and no address; write it as vpn.example.com`;
    case "address":
      return parseIpAddress(value.replace(/\/32$/, ""))
        ? undefined
        : `"${value}" is no address; write it as 10.13.128.5`;
    case "addresses":
      return value.split(",").every((part) => parseAddressSet(part.trim()))
        ? undefined
        : `"${value}" is no list of addresses; write it as 10.10.10.10-10.10.10.100`;
    case "host-prefix":
      return hostProblem(value);
    case "prefix":
      return isPrefix(value) ? undefined : `"${value}" is no address; write it as 10.13.128.5/32`;
    case "prefixes":
      return value.split(",").every((part) => isPrefix(part.trim()))
        ? undefined
        : `"${value}" is no list of networks; write it as 10.0.0.0/24,192.168.88.0/24`;
    case "port":
      return isPort(value) ? undefined : `"${value}" is no port; write a number of 1 to 65535`;
    case "wireguard-key":
      return isKey(value)
        ? undefined
        : "this is no WireGuard key; a key is 44 characters of base64 for 32 bytes, the last one =";
    case "choice":
      return choices.includes(value) ? undefined : `"${value}" is none of ${choices.join(", ")}`;
    default:
      return kind satisfies never;
  }
}

function isHost(value: string): boolean {
  const [, host = value, port] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(value) ?? [];
  const name = host.replace(/^\[|\]$/g, "");
  const isName = /^[\w.-]+$/.test(name) && !/^[\d.]+$/.test(name);
  const isKnown = isName || parseIpPrefix(name) !== undefined;
  return isKnown && (port === undefined || isPort(port));
}

/** The first address of a network names it and the last is for all of it, so that no interface can have them. */
function hostProblem(value: string): string | undefined {
  const prefix = parseIpPrefix(value);
  if (prefix === undefined) return `"${value}" is no address; write it as 10.13.128.5/32`;
  const { family, value: own } = prefix.address;
  const { first, last } = prefixRange(prefix);
  if (family !== "ip" || last - first < 2n || (own !== first && own !== last)) return undefined;
  const what = own === first ? "the network itself" : "the broadcast address of its network";
  const [low, high] = [first + 1n, last - 1n].map((each) => formatIpAddress({ family, value: each }));
  return `"${value}" is ${what}; hosts of it are ${low} to ${high}`;
}

function isPrefix(value: string): boolean {
  return parseIpAddress(value) !== undefined || parseIpPrefix(value) !== undefined;
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
}

/** 32 bytes leave four bits for the last character, so only every fourth one can stand there. */
function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value);
}
