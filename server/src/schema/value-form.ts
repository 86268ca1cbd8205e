import type { ValueCheck } from "./value-check.ts";

/** Types of what the router tells nothing about, or too little: their form is that of the thing itself. */
const FORMS: Readonly<Record<string, string>> = {
  "/interface/wireguard listen-port": "num{0..65535}",
  "/interface/wireguard private-key": "form|wireguard-key",
  "/interface/wireguard/peers endpoint-port": "num{0..65535}",
  "/interface/wireguard/peers preshared-key": "form|wireguard-key",
  "/interface/wireguard/peers public-key": "form|wireguard-key",
  "/ip/route dst-address": "ip",
  "/ipv6/route dst-address": "ip6",
  "/system/scheduler start-time": "time{0s..23h59m59s}|startup",
};
const RATES = new Set(["max-limit", "limit-at", "burst-limit", "burst-threshold"]);

/** The type word of a property of that kind; undefined for all others. */
export function formOf(menu: string, property: string): string | undefined {
  if (property === "icmp-options") return "form|icmp";
  if (/^\/queue\/(?:simple|tree)$/.test(menu) && RATES.has(property)) return "form|rate";
  const pair = `${menu} ${property}`;
  return Object.hasOwn(FORMS, pair) ? FORMS[pair] : undefined;
}

/** Whether the text certainly is not of the form; what may be a placeholder is not judged. */
export function checkForm(form: string, text: string): ValueCheck {
  const reason = CHECKS[form]?.(text);
  return reason === undefined ? { ok: true } : { ok: false, reason };
}

const CHECKS: Readonly<Record<string, (text: string) => string | undefined>> = {
  "wireguard-key": keyProblem,
  icmp: icmpProblem,
  rate: rateProblem,
};

/** 32 bytes in base64 (RFC 4648) are 43 characters and one `=`. */
function keyProblem(text: string): string | undefined {
  const isMask = /^(.)\1*=*$/.test(text);
  const isLikeKey = /^[a-z\d+/]+=+$/i.test(text) || /^[a-z\d+/]{42,44}$/i.test(text);
  if (isMask || !isLikeKey || /^[a-z\d+/]{43}=$/i.test(text)) return undefined;
  return `is no WireGuard key: it has ${text.length} characters, a key has 44, the last of them =`;
}

/** Type and code, or a range of codes, of one byte each (RFC 792). */
function icmpProblem(text: string): string | undefined {
  const match = /^!?(\d+)(?::(\d+)(?:-(\d+))?)?$/.exec(text);
  const isWrong = match?.slice(1).some((part) => part !== undefined && Number(part) > 255);
  return isWrong ? "takes an ICMP type and code, each from 0 to 255" : undefined;
}

/** Other letters than those of k, M, G, T and of what may follow them. */
function rateProblem(text: string): string | undefined {
  const isWrong = text
    .split("/")
    .some((part) => /^\d+(?:\.\d+)?[a-z]+$/i.test(part) && !/[kmgtb]/i.test(part));
  return isWrong ? "takes rates such as 512k, 10M or 10M/2M" : undefined;
}
