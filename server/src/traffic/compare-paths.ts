import type { PacketPath, PathEnd, PathFinder, PathQuery } from "./path.ts";

/** A flow that two configurations treat differently. */
export interface PathDifference {
  readonly flow: PathQuery;
  readonly before: PacketPath;
  readonly after: PacketPath;
  /** `undecided`: one or both could not be told, and not for the same ends. */
  readonly kind: "verdict" | "way" | "translation" | "fasttrack" | "undecided";
  /** In words, one sentence. */
  readonly message: string;
}

/**
 * What changed for the flows. `sameTunnel` tells which ways out stand for each other: it is asked with the names of
 * `wayOut` ("pptp-out1", "ipsec:peer") where these differ.
 */
export function comparePaths(
  before: PathFinder,
  after: PathFinder,
  flows: readonly PathQuery[],
  sameTunnel: (before: string, after: string) => boolean,
): readonly PathDifference[] {
  return flows.flatMap((flow) => {
    const [a, b] = [before(flow), after(flow)];
    const difference = differ(a, b, sameTunnel);
    return difference ? [{ flow, before: a, after: b, ...difference }] : [];
  });
}

/** The interface a packet leaves by, "ipsec:NAME" of the peer when a policy takes it; undefined when it does not leave. */
export function wayOut(end: PathEnd): string | undefined {
  if (end.verdict !== "forwarded") return undefined;
  return end.encryptedBy
    ? `ipsec:${end.encryptedBy.peer ?? end.encryptedBy.item.name ?? ""}`
    : end.outInterface;
}

/** "192.168.88.40 → 8.8.8.8 tcp/443", for messages. */
export function describeFlow(flow: PathQuery): string {
  const service = `${flow.protocol ?? "tcp"}${flow.dstPort === undefined ? "" : `/${flow.dstPort}`}`;
  return `${flow.src ?? "the router"} → ${flow.dst} ${service}`;
}

type SameTunnel = (before: string, after: string) => boolean;

function differ(
  a: PacketPath,
  b: PacketPath,
  same: SameTunnel,
): Pick<PathDifference, "kind" | "message"> | undefined {
  const flow = describeFlow(a.query);
  if (a.end.verdict === "unknown" || b.end.verdict === "unknown") {
    if (sameAlternatives(a, b, same)) return undefined;
    return { kind: "undecided", message: `${flow}: before ${inWords(a)}; after ${inWords(b)}.` };
  }
  if (a.end.verdict !== b.end.verdict) {
    return { kind: "verdict", message: `${flow}: ${a.end.reason} before, but ${b.end.reason} after.` };
  }
  if (!sameWay(a.end, b.end, same)) {
    return {
      kind: "way",
      message: `${flow}: left by ${named(a.end)} before, leaves by ${named(b.end)} after.`,
    };
  }
  if (a.end.isSourceTranslated !== b.end.isSourceTranslated || a.end.translatedTo !== b.end.translatedTo) {
    return {
      kind: "translation",
      message: `${flow}: ${translation(a.end)} before, ${translation(b.end)} after.`,
    };
  }
  if (isSteered(b) && b.end.isFasttracked !== "no" && a.end.isFasttracked === "no") {
    return {
      kind: "fasttrack",
      message: `${flow}: fasttrack takes its later packets past the marks and IPsec after.`,
    };
  }
  return undefined;
}

/** Whether it is marks or IPsec that bring it to its way out, so that fasttrack would lose it. */
function isSteered(path: PacketPath): boolean {
  return (
    path.end.encryptedBy !== undefined ||
    path.steps.some((s) => s.stage === "mangle" && /^marks it for/.test(s.effect))
  );
}

function sameWay(a: PathEnd, b: PathEnd, same: SameTunnel): boolean {
  const [before, after] = [wayOut(a), wayOut(b)];
  // What goes nowhere has no way out; the gateway it would have taken does not matter.
  if (before === undefined && after === undefined) return true;
  if (before === after)
    return (
      a.encryptedBy !== undefined ||
      a.gateway === b.gateway ||
      a.gateway === undefined ||
      b.gateway === undefined
    );
  return before !== undefined && after !== undefined && same(before, after);
}

function sameAlternatives(a: PacketPath, b: PacketPath, same: SameTunnel): boolean {
  const matches = (x: PathEnd, y: PathEnd) =>
    x.verdict === y.verdict &&
    (x.verdict !== "unknown" || x.reason === y.reason) &&
    sameWay(x, y, same) &&
    x.isSourceTranslated === y.isSourceTranslated &&
    x.translatedTo === y.translatedTo;
  return (
    a.alternatives.every((x) => b.alternatives.some((y) => matches(x, y))) &&
    b.alternatives.every((y) => a.alternatives.some((x) => matches(x, y)))
  );
}

function named(end: PathEnd): string {
  const way = wayOut(end) ?? "nothing";
  const gateway = end.gateway && !end.encryptedBy ? ` (gateway ${end.gateway})` : "";
  return way.startsWith("ipsec:") ? `IPsec peer \`${way.slice(6)}\`` : `\`${way}\`${gateway}`;
}

function translation(end: PathEnd): string {
  const source = { yes: "source translated", no: "source kept", unknown: "source perhaps translated" }[
    end.isSourceTranslated
  ];
  return end.translatedTo ? `${source}, sent to ${end.translatedTo}` : source;
}

function inWords(path: PacketPath): string {
  return path.end.verdict === "unknown" ? `not known (${path.end.reason})` : path.end.reason;
}
