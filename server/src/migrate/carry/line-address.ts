import { quoteValue } from "../../edit/quote.ts";
import { parseIpAddress } from "../../values/ip.ts";
import type { PlanDraft } from "../draft.ts";
import { reviewLost } from "./mentions.ts";
import { ospfNeed } from "./overlay-need.ts";
import { profileOf } from "./ppp-profile.ts";
import { addItems } from "./retire.ts";
import { addTunnelAddress, askTunnelAddress } from "./routed-client.ts";

/** The addresses of both ends of a line, as PPP gave them. */
interface LineEnds {
  readonly own: string;
  /** Undefined where the file does not tell, or tells several. */
  readonly far: string | undefined;
}

/** What the other end's file tells, else the client's own profile; undefined where the server gave the address. */
function lineEnds({ context, tunnel }: PlanDraft, far: readonly string[]): LineEnds | undefined {
  const { link, model } = context;
  const own = link?.inner.caller ?? profileOf(model, tunnel.item)?.property("local-address")?.text ?? "";
  if (parseIpAddress(own)?.family !== "ip" || own === "0.0.0.0") return undefined;
  return { own, far: link?.inner.answerer ?? (far.length === 1 ? far[0] : undefined) };
}

interface LineWords {
  /** Addresses of the old tunnel's other end. */
  readonly far: readonly string[];
  /** Hosts use the tunnel before the cutover, and have to be masqueraded with some address. */
  readonly isTried: boolean;
  /** What an answer looks like. */
  readonly example?: string;
}

/**
 * The client's address in the new tunnel; known ends stay the pair that PPP made of them, else all that names them is
 * told. Gives the addresses of which there is no more to say.
 */
export function addLineAddress(
  draft: PlanDraft,
  name: string,
  { far, isTried, ...words }: LineWords,
): readonly string[] {
  const ends = lineEnds(draft, far);
  const settled = [ends?.own, ends?.far].flatMap((each) => each ?? []);
  const answer = askTunnelAddress(draft, {
    ...words,
    ...(ends === undefined ? {} : { suggestion: `${ends.own}/32` }),
  });
  if (ends !== undefined && answer.replace(/\/32$/, "") === ends.own) {
    keepPair(draft, name, ends, isTried);
    return settled;
  }
  addTunnelAddress(draft, name, answer);
  if (ends !== undefined && answer.split("/")[0] !== ends.own) reviewEnds(draft, ends);
  return settled;
}

/**
 * While the old tunnel is up it leads to the far end, so the new one has the far end's address from the cutover on.
 * Its own address alone draws no packet, unless OSPF goes by the network that it lies in.
 */
function keepPair(draft: PlanDraft, name: string, { own, far = own }: LineEnds, isTried: boolean): void {
  const properties = { address: `${own}/32`, interface: name, network: far };
  const words = {
    title: `Address of \`${name}\``,
    reason: "The line keeps the addresses of both its ends, so what names them still fits.",
  };
  draft.expect({
    about: "tunnel-address",
    address: [...new Set([own, far])].join(","),
    reason: "the line's own addresses are written now; PPP got them at login",
  });
  if (!isTried || ospfNeed(draft.context.model, [own]) !== undefined) {
    addItems(draft, { ...words, stage: "cutover" }, [{ menu: "/ip/address", properties }]);
    return;
  }
  const add = { kind: "add", menu: "/ip/address", properties } as const;
  const beside = { ...add, properties: { ...properties, network: own } };
  draft.step({
    ...words,
    reason: `${words.reason} Until the cutover it stands alone: what goes to the other end takes the old tunnel.`,
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: beside }],
  });
  if (far !== own) leadToFarEnd(draft, name, { own, far });
}

function leadToFarEnd(
  draft: PlanDraft,
  name: string,
  { own, far }: { readonly own: string; readonly far: string },
): void {
  const set = `/ip address set [find where address=${own}/32 interface=${quoteValue(name)} dynamic=no] network=`;
  draft.step({
    title: `\`${name}\` leads to ${far}`,
    reason: "From here on what goes to the other end takes the new tunnel.",
    stage: "cutover",
    changes: [],
    script: [{ kind: "command", text: `${set}${far}`, comment: "The other end's address." }],
    rollback: [{ kind: "command", text: `${set}${own}`, comment: "The old tunnel leads there again." }],
  });
}

function reviewEnds(draft: PlanDraft, { own, far }: LineEnds): void {
  reviewLost(draft, [own], "this router's address in the old tunnel, which goes with it; write the new one");
  if (far !== undefined)
    reviewLost(draft, [far], "the other end's address in the old tunnel; write the one that it has now");
}
