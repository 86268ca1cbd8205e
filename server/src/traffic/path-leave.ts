import { containsSet, parseAddressSet } from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";
import { walkChain } from "./chain.ts";
import { describeRule } from "./describe.ts";
import type { PolicyMatch } from "./ipsec.ts";
import { isTracked } from "./network.ts";
import type { Packet } from "./packet.ts";
import type { PathEnd, PathStep } from "./path.ts";
import { type Branch, type Ended, endBranch, note } from "./path-branch.ts";
import { chainStage, each, type Site } from "./path-stages.ts";

/** From the routing decision to the wire: filter, the initiator's mode-config, srcnat, IPsec policy, WireGuard peer. */
export function leave(site: Site, branch: Branch, chain: "forward" | "output"): readonly (Branch | Ended)[] {
  let branches: readonly (Branch | Ended)[] =
    chain === "forward" ? chainStage(site, [branch], "mangle", chain) : [branch];
  branches = chainStage(site, branches, "filter", chain);
  branches = chainStage(site, branches, "mangle", "postrouting");
  branches = each(branches, (passed) => [noteFasttrack(site, passed, chain)]);
  branches = each(branches, (passed) => modeConfig(site, passed));
  return each(branches, (passed) => (passed.encryptedBy ? [finish(site, passed)] : sourceNat(site, passed)));
}

/** Later packets of an accepted connection: a fasttrack rule takes them past mangle and IPsec. */
function noteFasttrack(site: Site, branch: Branch, chain: string): Branch {
  if (chain !== "forward" || !isTracked(branch.walk.packet)) return branch;
  const packet: Packet = { ...branch.walk.packet, state: "established" };
  const walks = walkChain(site.table(packet.family, "filter"), chain, { ...branch.walk, packet, steps: [] });
  const hits = walks.map((w) => w.steps.find((s) => s.action === "fasttrack-connection"));
  const [first] = hits;
  const rule = hits.find((h) => h !== undefined);
  if (!rule) return { ...branch, isFasttracked: "no" };
  const isFasttracked = hits.every((h) => h?.isCertain === true) && first ? "yes" : "unknown";
  return note(
    { ...branch, isFasttracked },
    {
      stage: "fasttrack",
      item: rule.item,
      effect: "takes later packets of the connection past mangle and IPsec",
      isCertain: isFasttracked === "yes",
    },
  );
}

/** The rule an IPsec initiator puts on top of srcnat. */
function modeConfig(site: Site, branch: Branch): readonly (Branch | Ended)[] {
  const matches = site.ipsec.modeConfig(branch.walk.packet);
  const branches: Branch[] = matches.map((match) => ({
    ...note(doubt(branch, match.answer, `${describeRule(match.item)}`), {
      stage: "ipsec",
      item: match.item,
      effect: `takes it into the tunnel of peer \`${match.peer ?? "?"}\`, from the address the peer gives`,
      isCertain: match.answer === "yes",
    }),
    encryptedBy: { item: match.item, peer: match.peer },
  }));
  const last = matches.at(-1);
  if (last?.answer === "yes") return branches;
  return [...branches, doubt(branch, last ? "unknown" : "yes", last ? describeRule(last.item) : "")];
}

function doubt(branch: Branch, answer: Answer, what: string): Branch {
  if (answer === "yes") return branch;
  const doubts = [...new Set([...branch.walk.doubts, `whether ${what} takes it`])];
  return { ...branch, walk: { ...branch.walk, doubts } };
}

function sourceNat(site: Site, branch: Branch): readonly (Branch | Ended)[] {
  return each(chainStage(site, [branch], "nat", "srcnat"), (translated) => {
    const matches = site.ipsec.outgoing(translated.walk.packet);
    const last = matches.at(-1);
    const found = matches.map((match) => applyPolicy(site, translated, match));
    if (last?.answer === "yes") return found;
    const plain = last ? doubt(translated, "unknown", describeRule(last.item)) : translated;
    return [...found, finish(site, plain)];
  });
}

function applyPolicy(site: Site, branch: Branch, match: PolicyMatch): Ended {
  const to = match.peer ? ` to peer \`${match.peer}\`` : "";
  const noted = note(doubt(branch, match.answer, describeRule(match.item)), {
    stage: "ipsec",
    item: match.item,
    effect: match.action === "encrypt" ? `encrypts it${to}` : `action ${match.action}`,
    isCertain: match.answer === "yes",
  });
  if (match.action === "discard") {
    return endBranch(noted, { verdict: "dropped", reason: `${describeRule(match.item)} discards it` });
  }
  const encryptedBy = { item: match.item, peer: match.peer };
  return finish(site, match.action === "encrypt" ? { ...noted, encryptedBy } : noted);
}

function finish(site: Site, branch: Branch): Ended {
  const outcome = branch.route?.outcome;
  const name = outcome?.kind === "out" ? outcome.interface : "";
  // What a policy takes goes to the IPsec peer, whatever interface the route names.
  const isWireguard = !branch.encryptedBy && site.network.interfaces.kind(name) === "wireguard";
  const peer = isWireguard ? wireguardPeer(site, branch, name) : undefined;
  if (peer && "verdict" in peer) return endBranch(branch, peer);
  const sent = peer ? note(branch, peer) : branch;
  const by = branch.encryptedBy
    ? ` in IPsec${branch.encryptedBy.peer ? ` to \`${branch.encryptedBy.peer}\`` : ""}`
    : "";
  return endBranch(sent, { verdict: "forwarded", reason: `leaves by \`${name}\`${by}` });
}

/** WireGuard sends to the peer whose `allowed-address` holds the destination, and to nobody else. */
function wireguardPeer(
  site: Site,
  branch: Branch,
  name: string,
): PathStep | Pick<PathEnd, "verdict" | "reason"> | undefined {
  const { dst } = branch.walk.packet;
  const peers = site.network.model
    .items("/interface/wireguard/peers")
    .filter((p) => p.text("interface") === name && p.isDisabled !== true);
  const peer = peers.find((p) => {
    const allowed = parseAddressSet(p.text("allowed-address") ?? "");
    return allowed && containsSet(allowed, dst);
  });
  if (peer)
    return { stage: "tunnel", item: peer, effect: "is the peer allowed that destination", isCertain: true };
  const isUnknown =
    peers.some((p) => p.value("allowed-address").from === "computed") ||
    site.network.model.source.kind !== "full";
  if (isUnknown) return undefined;
  return { verdict: "dropped", reason: `no peer of \`${name}\` is allowed that destination` };
}
