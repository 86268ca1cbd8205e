import { type Account, addressBeside } from "../carry/accounts.ts";
import { warnLostProfile } from "../carry/ppp-profile.ts";
import { arpReason } from "../carry/proxy-arp.ts";
import type { PlanDraft } from "../draft.ts";
import type { Refusal } from "../plan.ts";
import type { Branch } from "./ikev2-branches.ts";
import type { ServerAuth } from "./ikev2-server-auth.ts";

interface ServerFacts {
  readonly accounts: readonly Account[];
  readonly users: readonly Account[];
  readonly branches: readonly Branch[];
  /** Networks of the users' addresses. */
  readonly networks: readonly string[];
  readonly auth: ServerAuth;
  /** The first stage makes a CA. */
  readonly isSigning: boolean;
  /** The peer's profile does not take yet what devices are told to offer. */
  readonly isWeak: boolean;
}

/** What users, their systems and their profiles have to know of the move to IKEv2. */
export function warnOfIkev2Server(draft: PlanDraft, facts: ServerFacts): void {
  const { accounts, users, networks, auth } = facts;
  if (facts.isSigning) warnOfSigning(draft, facts);
  if (users.length > 0 || auth.users !== "certificate") warnOfDevices(draft, facts.isWeak);
  const profiles = new Set(accounts.flatMap((account) => account.profile ?? []));
  for (const profile of profiles)
    warnLostProfile(draft, profile, ["rate-limit", "address-list", "interface-list"]);
  for (const network of networks) warnOfArp(draft, network);
  if (auth.users === "certificate") warnOfCallerIds(draft, accounts);
  if (accounts.length === 0 && auth.users === "certificate")
    draft.warn(
      "No account for this server is in the file: add an identity and a certificate for each user by hand.",
    );
}

function warnOfSigning(draft: PlanDraft, { auth }: ServerFacts): void {
  draft.warn(
    auth.users === "certificate"
      ? "Certificates are not in an export: the first stage's script makes a CA, the server's and the users' certificates on the router. Users import the CA and their own file; delete the files afterwards."
      : "Certificates are not in an export: the first stage's script makes a CA and the server's certificate on the router. Every device has to trust that CA (`vpn-ca.crt`).",
  );
}

function warnOfDevices(draft: PlanDraft, isWeak: boolean): void {
  draft.warn(
    `Windows offers a 1024 bit group for IKEv2 by default: \`Set-VpnConnectionIPsecConfiguration -DHGroup Group14 -EncryptionMethod AES256 -IntegrityCheckMethod SHA256 -CipherTransformConstants AES256 -AuthenticationTransformConstants SHA256128 -PfsGroup None\` on the client sets what this server takes${isWeak ? " once its profile does" : ""}.`,
  );
  draft.warn(
    "`split-include` tells users which networks lie behind the router and its sites. Windows learns them by DHCP (option 249, which RouterOS answers), Apple takes the first only.",
  );
}

function warnOfArp({ context, warn }: PlanDraft, network: string): void {
  const inside = addressBeside(context.model, network.split("/")[0] ?? "");
  if (inside === undefined) return;
  warn(
    `Users have addresses of the network of \`${inside.text("interface") ?? ""}\`; hosts there ask for them by ARP, which IPsec does not answer: give the users a network of their own.`,
    inside,
  );
}

/** Hosts of the network reached the users by proxy ARP alone, which answers for routes and knows no policy. */
export function refuseArp(
  { context: { model } }: PlanDraft,
  networks: readonly string[],
): Refusal | undefined {
  const reason = arpReason(
    model,
    networks.map((network) => network.split("/")[0] ?? ""),
  );
  return reason === undefined ? undefined : { kind: "refusal", reason };
}

function warnOfCallerIds({ warn }: PlanDraft, accounts: readonly Account[]): void {
  for (const { user, secret } of accounts)
    if ((secret.property("caller-id")?.text ?? "") !== "")
      warn(`\`${user}\` could log in from \`caller-id\` only; the identity has no such limit.`, secret);
}
