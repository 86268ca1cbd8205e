import type { IpFamily } from "../values/ip.ts";
import { mergeEnds, type RuleTable, type TableName, walkChain } from "./chain.ts";
import { describeRule } from "./describe.ts";
import { goesIntoIpsec, type IpsecPolicies } from "./ipsec.ts";
import { isTracked, type Network } from "./network.ts";
import { passingStep } from "./passing.ts";
import { type Branch, type Ended, endBranch, extend, isEnded, note } from "./path-branch.ts";
import type { Router } from "./routing.ts";
import { translateDestination, translateSource } from "./translation.ts";

/** What the stages of a path read of a configuration. */
export interface Site {
  readonly network: Network;
  readonly table: (family: IpFamily, name: TableName) => RuleTable;
  readonly router: (family: IpFamily) => Router;
  readonly ipsec: IpsecPolicies;
}

const MAX_BRANCHES = 64;

export type Step = (branch: Branch) => readonly (Branch | Ended)[];

/** Takes every branch that goes on one stage further; bounded. */
export function each(branches: readonly (Branch | Ended)[], step: Step): readonly (Branch | Ended)[] {
  const next = branches.flatMap((branch) => (isEnded(branch) ? [branch] : step(branch)));
  if (next.length <= MAX_BRANCHES) return next;
  return next.map((b, i) =>
    i < MAX_BRANCHES || isEnded(b)
      ? b
      : endBranch(b, { verdict: "unknown", reason: "too many branches" }, "too many branches"),
  );
}

export function ends(branches: readonly (Branch | Ended)[]): readonly Ended[] {
  return branches.map((b) =>
    isEnded(b) ? b : endBranch(b, { verdict: "unknown", reason: "the path could not be followed" }),
  );
}

export function isLocal(branch: Branch): boolean {
  return branch.route?.outcome.kind === "local";
}

export function chainStage(
  site: Site,
  branches: readonly (Branch | Ended)[],
  name: TableName,
  chain: string,
): readonly (Branch | Ended)[] {
  return each(branches, (branch) => {
    const { packet } = branch.walk;
    if (name === "nat" && !isTracked(packet)) return [branch];
    const seen =
      name === "filter" || chain === "srcnat"
        ? { ...packet, ipsecOut: goesIntoIpsec(site.ipsec, packet) }
        : packet;
    const walk = { ...branch.walk, packet: seen, steps: [] };
    const table = site.table(packet.family, name);
    const found = walkChain(table, chain, walk);
    return mergeEnds(found, branch.walk.doubts).map((end) => {
      const walked = extend(branch, end, name);
      const isSilent = name === "filter" && end.action === "end";
      const extended = isSilent ? note(walked, passingStep(table, chain, end, branch.walk.doubts)) : walked;
      if (end.action === "unknown")
        return endBranch(extended, { verdict: "unknown", reason: "a rule could not be read" });
      if (["drop", "reject", "tarpit"].includes(end.action) && end.by) {
        return endBranch(extended, { verdict: "dropped", reason: `${describeRule(end.by)} stops it` });
      }
      if (
        !end.by ||
        !/^(dst-nat|redirect|netmap|src-nat|masquerade|same|endpoint-independent-nat)$/.test(end.action)
      )
        return extended;
      const translate = chain === "dstnat" ? translateDestination : translateSource;
      return {
        ...extended,
        walk: { ...extended.walk, packet: translate(site.network, extended.walk.packet, end.by, end.action) },
      };
    });
  });
}
