import type { PlanDraft } from "../draft.ts";
import type { Account } from "./accounts.ts";

/** What changes for the people who use the server, whatever their devices are set to; `split`: where networks stand. */
export function warnUsers(draft: PlanDraft, accounts: readonly Account[], split?: string): void {
  const words = WORDS[draft.target];
  draft.warn(
    `Devices send everything into a PPTP or L2TP tunnel unless told otherwise; ${split ?? words.split} Who shall go on the internet through this router needs more: ${words.full}`,
  );
  if (draft.target === "openvpn") return;
  const shared = accounts.filter(
    ({ profile, networks, isDisabled }) =>
      networks.length === 0 && !isDisabled && profile?.property("only-one")?.text !== "yes",
  );
  const names = shared.map(({ user }) => `\`${user}\``);
  const most = names.length > MOST ? [...names.slice(0, MOST), `${names.length - MOST} more`] : names;
  if (names.length > 0)
    draft.warn(
      `${words.one} An account that several people or devices share needs one for each: ${most.join(", ")}.`,
    );
}

const MOST = 6;

const WORDS: Readonly<
  Record<PlanDraft["target"], { readonly split: string; readonly full: string; readonly one: string }>
> = {
  wireguard: {
    split: "the users' files name the networks behind the router only.",
    full: "`AllowedIPs = 0.0.0.0/0` in the user's file.",
    one: "A WireGuard key serves one device at a time.",
  },
  ikev2: {
    split: "`split-include` names the networks behind the router and behind its sites only.",
    full: "a mode config without `split-include`.",
    one: "A certificate with a fixed address serves one device at a time.",
  },
  openvpn: {
    split: "the users' file names the networks behind the router only.",
    full: "`redirect-gateway def1` in the user's file.",
    one: "",
  },
};
