import type { Account } from "../carry/accounts.ts";
import { bridgeIn } from "../carry/bridge-in.ts";
import { addInnerAddress } from "../carry/inner-address.ts";
import { newName } from "../carry/name.ts";
import { addLoopback, addOverlay, freeTunnelId, type Overlay, warnOfOtherEnd } from "../carry/overlay.ts";
import { bridgeNeed, isLineOff } from "../carry/overlay-need.ts";
import { carryAddressList, carryInterfaceList, carryRateLimit } from "../carry/profile-effects.ts";
import { commentOf } from "../carry/properties.ts";
import { repointAll } from "../carry/repoint.ts";
import { switchOff } from "../carry/retire.ts";
import { carryUserRules, doubleAllPpp } from "../carry/session-rules.ts";
import { carryUserRoutes } from "../carry/user-routes.ts";
import type { PlanDraft } from "../draft.ts";
import { type Branch, type BranchLogin, hostOfBranch, loopbacksOf, referencesOf } from "./ikev2-branches.ts";
import { addSite } from "./ikev2-site.ts";
import type { Responder } from "./ikev2-users.ts";

/** Sites with an interface each, inside IPsec. Returns the interfaces' names. */
export function addOverlayBranches(
  draft: PlanDraft,
  responder: Responder,
  branches: readonly Branch[],
  loginOf: BranchLogin,
): readonly string[] {
  if (branches.length === 0) return [];
  const { own, fars } = loopbacksOf(draft, branches);
  addLoopback(draft, own, fars);
  const names: string[] = [];
  branches.forEach((branch, index) => {
    const overlay = overlayOf(draft, branch, own, fars[index] ?? "", names);
    names.push(overlay.name);
    addOne(draft, responder, branch, overlay, loginOf);
    carryOne(draft, branch, overlay, branches);
  });
  return names;
}

function overlayOf(
  draft: PlanDraft,
  { account, overlay, slug }: Branch,
  own: string,
  far: string,
  taken: readonly string[],
): Overlay {
  const { link, model } = draft.context;
  const kind = overlay ?? "gre";
  const isLinked = link?.user === account.user;
  return {
    ...{ kind, own, far },
    name: newName(model, kind, account.binding?.name ?? slug, taken),
    tunnelId: isLinked ? link.overlay.tunnelId : String(Number(freeTunnelId([model])) + taken.length),
    comment: commentOf(account.secret) ?? account.user,
    isDisabled: isLineOff(model, account) || draft.tunnel.isDisabled,
  };
}

function addOne(
  draft: PlanDraft,
  responder: Responder,
  branch: Branch,
  overlay: Overlay,
  loginOf: BranchLogin,
): void {
  addSite(draft, {
    ...{ name: `${responder.name}-${branch.slug}`, stage: "parallel" },
    ...{ profile: responder.name, proposal: responder.siteProposal },
    host: hostOfBranch(branch, responder),
    login: loginOf(branch),
    comment: overlay.comment,
    isDisabled: overlay.isDisabled,
    selectors: [{ src: `${overlay.own}/32`, dst: `${overlay.far}/32` }],
  });
  addOverlay(draft, overlay);
}

function carryOne(draft: PlanDraft, branch: Branch, overlay: Overlay, all: readonly Branch[]): void {
  const { slug } = branch;
  const { name } = overlay;
  const account: Account = overlay.isDisabled ? { ...branch.account, isInterfaceOff: true } : branch.account;
  const isBridged = bridgeNeed(account.profile) !== undefined;
  if (isBridged) joinBridge(draft, account, name);
  else
    addInnerAddress(draft, name, {
      own: account.local,
      far: account.address,
      isShared: all.some((other) => other !== branch && other.account.local === account.local),
    });
  const seat = { account, slug, address: account.address ?? "", allowed: [name] };
  carryUserRoutes(draft, [seat], name, new Set());
  carryUserRules(draft, [account], ({ address = "" }) => address, name);
  carryReferences(draft, account, name);
  doubleAllPpp(draft, name);
  if (account.profile !== undefined) carryInterfaceList(draft, account.profile, name);
  carryRateLimit(draft, seat);
  if (account.address !== undefined) carryAddressList(draft, seat);
  if (draft.context.link?.user !== account.user) warnOfOtherEnd(draft, `\`${account.user}\``, overlay);
}

/** What names the static interface; its rules, queues and routes went with the account. */
function carryReferences(draft: PlanDraft, { binding }: Account, name: string): void {
  if (binding === undefined) return;
  const handled = /^\/(?:ip\/firewall\/(?:filter|nat|mangle|raw)|queue\/simple|ip\/route|ipv6\/route)$/;
  const others = referencesOf(draft.tunnel, binding).filter(({ command }) => !handled.test(command.menu));
  repointAll(draft, others, binding.name ?? "", name);
}

/** Two bridged links to one network are a loop: the account is off before the new port comes. */
function joinBridge(draft: PlanDraft, account: Account, name: string): void {
  if (!account.isDisabled)
    switchOff(draft, account.secret, {
      title: `\`${account.user}\` off`,
      reason: "Both tunnels bridge the same networks: only one of them may be up.",
    });
  bridgeIn(draft, name, account.profile);
}
