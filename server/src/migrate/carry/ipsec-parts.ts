import type { AddChange } from "../../edit/change.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";
import { given } from "./properties.ts";
import { addItems } from "./retire.ts";

/**
 * Profile (IKE) and proposal (ESP) of their own, so that nothing weak of the defaults is offered: AES-256, SHA-256,
 * groups 19 and 14 (RFC 8247, RFC 8221). The profile takes no GCM; the proposal does.
 */
export function addAlgorithms(draft: PlanDraft, name: string, pfsGroup: string): void {
  addItems(
    draft,
    {
      title: `IPsec profile and proposal \`${name}\``,
      reason: "The defaults still offer SHA-1, 3DES and a 1024 bit group.",
    },
    [profileItem(draft, name), proposalItem(draft, name, pfsGroup)],
  );
}

/** Sites agree on perfect forward secrecy, where phones and computers may not: both ends need the same group. */
export function addSiteProposal(draft: PlanDraft, name: string): void {
  addItems(
    draft,
    {
      title: `IPsec proposal \`${name}\``,
      reason: "Between sites each new key is exchanged anew (PFS); users' devices do not all know that.",
    },
    [proposalItem(draft, name, SITE_PFS)],
  );
}

export const SITE_PFS = "modp2048";

function profileItem({ context }: PlanDraft, name: string): Omit<AddChange, "kind"> {
  const isSeven = isVersion(context.model, ">=7") === true;
  return {
    menu: "/ip/ipsec/profile",
    properties: given({
      "dh-group": "ecp256,modp2048",
      "enc-algorithm": "aes-256",
      "hash-algorithm": "sha256",
      name,
      "prf-algorithm": isSeven ? "sha256" : undefined,
    }),
  };
}

function proposalItem({ context }: PlanDraft, name: string, pfsGroup: string): Omit<AddChange, "kind"> {
  const isSeven = isVersion(context.model, ">=7") === true;
  return {
    menu: "/ip/ipsec/proposal",
    properties: {
      "auth-algorithms": "sha256",
      "enc-algorithms": isSeven ? "aes-256-gcm,aes-256-cbc" : "aes-256-cbc",
      name,
      "pfs-group": pfsGroup,
    },
  };
}

/** A policy group with its templates: what the two ends may agree on, and nothing else. */
export function addTemplates(
  draft: PlanDraft,
  name: string,
  selectors: readonly { readonly src: string; readonly dst: string }[],
  proposal: string = name,
): void {
  addItems(
    draft,
    {
      title: `Policy group \`${name}\` with its template`,
      reason: "Policies are made from it when the tunnel comes up; the default group would allow any.",
    },
    [
      { menu: "/ip/ipsec/policy/group", properties: { name } },
      ...selectors.map(({ src, dst }) => ({
        menu: "/ip/ipsec/policy",
        properties: { "dst-address": dst, group: name, proposal, "src-address": src, template: "yes" },
      })),
    ],
  );
}

/** IPsec names these by `address=`: an address as a host prefix, as exports write it; a name as it is. */
export function peerAddress(host: string): string {
  if (/^\d+(?:\.\d+){3}$/.test(host)) return `${host}/32`;
  return /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(host) ? `${host}/128` : host;
}
