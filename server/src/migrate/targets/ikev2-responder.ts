import { quoteValue } from "../../edit/quote.ts";
import type { Item, Model } from "../../model/model.ts";
import type { Account } from "../carry/accounts.ts";
import { addAlgorithms, addSiteProposal } from "../carry/ipsec-parts.ts";
import { newName } from "../carry/name.ts";
import { given, label } from "../carry/properties.ts";
import { addItems } from "../carry/retire.ts";
import type { PlanDraft } from "../draft.ts";
import type { Branch } from "./ikev2-branches.ts";
import type { Responder } from "./ikev2-users.ts";

interface Parties {
  readonly users: readonly Account[];
  readonly branches: readonly Branch[];
}

/** Peers are told apart by address and mode only, so one that waits for anybody serves all (manual: IPsec, peers). */
export function addResponder(draft: PlanDraft, { users, branches }: Parties): Responder {
  const { model } = draft.context;
  const known = model.items("/ip/ipsec/peer").find(isOpenPeer);
  if (known !== undefined && isOurs(model, known)) return join(draft, known, branches);
  const name = newName(model, "ikev2", undefined);
  const siteProposal = users.length > 0 || branches.length === 0 ? `${name}-sites` : name;
  addAlgorithms(draft, name, siteProposal === name ? "modp2048" : "none");
  if (branches.length > 0 && siteProposal !== name) addSiteProposal(draft, siteProposal);
  if (known?.name !== undefined) {
    draft.warn(
      `Peer \`${known.name}\` waits for anybody by IKEv2 already, and two such peers clash: the users become identities of it, with its profile.`,
      known,
    );
    return { name, peer: known.name, siteProposal, isWeak: tellWeakProfile(draft, known) };
  }
  const isWaiting =
    users.length > 0 || branches.length === 0 || branches.some(({ host }) => host === undefined);
  if (!isWaiting) return { name, peer: name, siteProposal };
  addItems(draft, { title: `Peer \`${name}\``, reason: "It waits for users from anywhere." }, [
    {
      menu: "/ip/ipsec/peer",
      properties: given({
        disabled: draft.tunnel.isDisabled ? "yes" : undefined,
        "exchange-mode": "ike2",
        name,
        passive: "yes",
        profile: name,
      }),
    },
  ]);
  return { name, peer: name, siteProposal };
}

/** What the users' devices are told to offer (ikev2-files.ts). */
const OFFERED = [
  ["dh-group", "modp2048"],
  ["enc-algorithm", "aes-256"],
  ["hash-algorithm", "sha256"],
] as const;

/** A profile is one for all of a peer's users, so it is theirs to decide who has to change. */
function tellWeakProfile(draft: PlanDraft, peer: Item): boolean {
  const { model } = draft.context;
  const name = peer.text("profile") ?? "default";
  const profile = model.items("/ip/ipsec/profile").find((item) => item.name === name);
  if (profile === undefined) return false;
  const lacking = OFFERED.flatMap(([property, word]) => {
    const { text } = profile.value(property);
    if (text === undefined || text.split(",").includes(word)) return [];
    // Of hashes there is one only; what present users offer stays in the lists.
    return [{ word, setting: `${property}=${property === "hash-algorithm" ? word : `${word},${text}`}` }];
  });
  if (lacking.length === 0) return false;
  const others = model
    .items("/ip/ipsec/peer")
    .filter((other) => other !== peer && (other.text("profile") ?? "default") === name)
    .map(label);
  const shared = others.length === 0 ? "" : `, and ${others.join(", ")} with it`;
  draft.review(
    `Profile \`${name}\` of peer \`${peer.name ?? ""}\` does not take ${lacking.map(({ word }) => word).join(", ")}, which the other ends of the new tunnel offer: they cannot come in until \`/ip ipsec profile set ${quoteValue(name, { highBytes: "raw" })} ${lacking.map(({ setting }) => setting).join(" ")}\`, which changes what ${label(peer)} takes${shared}.`,
    profile,
  );
  return true;
}

function isOpenPeer(peer: Item): boolean {
  const address = peer.property("address")?.text ?? "";
  const isAny = ["", "0.0.0.0/0", "::/0", "0.0.0.0", "::"].includes(address);
  return peer.origin === "add" && peer.text("exchange-mode") === "ike2" && isAny && peer.isDisabled !== true;
}

/** Made when another server of this router moved: its profile, proposal and group bear its name. */
function isOurs(model: Model, peer: Item): boolean {
  const { name = "" } = peer;
  const spaces = ["ipsec-profile", "ipsec-proposal", "ipsec-group"];
  const isWhole = spaces.every((space) => model.names(space).includes(name));
  return /^ike2-vpn(?:-\d+)?$/.test(name) && peer.text("profile") === name && isWhole;
}

/** Two servers of one router become one: the users of the second are more identities of the first. */
function join(draft: PlanDraft, peer: Item, branches: readonly Branch[]): Responder {
  const { name = "" } = peer;
  const proposal = draft.context.model.items("/ip/ipsec/proposal").find((item) => item.name === name);
  const siteProposal = proposal?.text("pfs-group") === "none" ? `${name}-sites` : name;
  if (branches.length > 0 && siteProposal !== name) addSiteProposal(draft, siteProposal);
  draft.warn(`The users join peer \`${name}\`, which took another server's place: one server for all.`, peer);
  return { name, peer: name, siteProposal };
}
