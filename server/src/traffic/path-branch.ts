import type { Item } from "../model/model.ts";
import { describeAddresses } from "../values/prefix-set.ts";
import type { Answer } from "./answer.ts";
import type { TableName, Walk, WalkStep } from "./chain.ts";
import type { Packet } from "./packet.ts";
import type { PathEnd, PathStage, PathStep } from "./path.ts";
import type { RoutingChoice } from "./routing.ts";

/** One possible way through the router, as far as it was followed. */
export interface Branch {
  readonly walk: Walk;
  readonly steps: readonly PathStep[];
  readonly route: RoutingChoice | undefined;
  readonly encryptedBy: PathEnd["encryptedBy"];
  readonly isFasttracked: Answer;
}

/** A branch at its end. */
export interface Ended {
  readonly end: PathEnd;
  readonly steps: readonly PathStep[];
  /** See `Walk`. */
  readonly conditions: number;
}

export function startBranch(packet: Packet): Branch {
  return {
    walk: { packet, steps: [], doubts: [], conditions: 0, denied: [], assumed: new Map() },
    steps: [],
    route: undefined,
    encryptedBy: undefined,
    isFasttracked: "no",
  };
}

export function isEnded(branch: Branch | Ended): branch is Ended {
  return "end" in branch;
}

/** The branch after a walk through a chain of a table. */
export function extend(branch: Branch, walk: Walk, table: TableName): Branch {
  const stage: PathStage = table === "nat" ? natStage(walk) : table;
  const steps = walk.steps.map((step) => ({
    stage,
    item: step.item,
    effect: effectOf(step),
    isCertain: step.isCertain,
  }));
  return { ...branch, walk, steps: [...branch.steps, ...steps] };
}

export function note(branch: Branch, step: PathStep): Branch {
  return { ...branch, steps: [...branch.steps, step] };
}

export function endBranch(branch: Branch, end: Pick<PathEnd, "verdict" | "reason">, doubt?: string): Ended {
  const { packet, doubts, denied, conditions } = branch.walk;
  const outcome = branch.route?.outcome;
  const port = packet.dstPort === undefined ? "" : `:${packet.dstPort}`;
  return {
    steps: branch.steps,
    conditions,
    end: {
      ...end,
      outInterface: outcome?.kind === "out" ? outcome.interface : undefined,
      gateway: outcome?.kind === "out" ? outcome.gateway : undefined,
      table: branch.route?.table,
      encryptedBy: branch.encryptedBy,
      isSourceTranslated:
        branch.encryptedBy?.item.menu === "/ip/ipsec/mode-config" && packet.isSrcNatted === "no"
          ? translatedByMode(branch.encryptedBy.item)
          : packet.isSrcNatted,
      translatedTo: packet.isDstNatted === "yes" ? `${describeAddresses(packet.dst)}${port}` : undefined,
      isFasttracked: branch.isFasttracked,
      doubts: doubt === undefined ? doubts : [...doubts, doubt],
      unless: denied,
    },
  };
}

/** An initiator's mode-config gives the packet the address the peer assigned; a responder's does not. */
function translatedByMode(item: Item): Answer {
  return item.text("responder") === "no" ? "yes" : "no";
}

function natStage(walk: Walk): PathStage {
  return walk.packet.outInterface === "unknown" ? "dst-nat" : "src-nat";
}

/** What a rule does, in words. */
function effectOf(step: WalkStep): string {
  const { item, action } = step;
  const value = (property: string) => item.text(property) ?? "?";
  switch (action) {
    case "mark-connection":
      return `marks the connection \`${value("new-connection-mark")}\``;
    case "mark-packet":
      return `marks the packet \`${value("new-packet-mark")}\``;
    case "mark-routing":
      return `marks it for routing table \`${value("new-routing-mark")}\``;
    case "jump":
      return `jumps to chain \`${value("jump-target")}\``;
    case "change-mss":
      return `sets the TCP segment size: ${value("new-mss")}`;
    case "masquerade":
      return "replaces the source by the address of the way out";
    case "src-nat":
    case "netmap":
    case "same":
      return `translates to ${value("to-addresses")}`;
    case "dst-nat":
      return `sends it to ${item.text("to-addresses") ?? "the same address"}${item.text("to-ports") ? `:${value("to-ports")}` : ""}`;
    case "redirect":
      return `sends it to the router${item.text("to-ports") ? `, port ${value("to-ports")}` : ""}`;
    case "add-src-to-address-list":
    case "add-dst-to-address-list":
      return `adds it to the address list \`${value("address-list")}\``;
    case "notrack":
      return "takes it out of connection tracking: no NAT and no FastTrack";
    case "fasttrack-connection":
      return "fasttracks the connection";
    default:
      return action;
  }
}
