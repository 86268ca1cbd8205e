import { type Account, isInNetwork } from "../carry/accounts.ts";
import { warnLostProfile } from "../carry/ppp-profile.ts";
import type { PlanDraft } from "../draft.ts";

/** What users, their systems and their profiles have to know of the move to IKEv2. */
export function warnOfIkev2Server(
  draft: PlanDraft,
  accounts: readonly Account[],
  networks: readonly string[],
): void {
  const { model } = draft.context;
  draft.warn(
    "Certificates are not in an export: the first stage's script makes a CA, the server's and the users' certificates on the router. Users import the CA and their own file; delete the files afterwards.",
  );
  draft.warn(
    "Windows offers a 1024 bit group for IKEv2 by default: `Set-VpnConnectionIPsecConfiguration -DHGroup Group14 -EncryptionMethod AES256 -IntegrityCheckMethod SHA256 -CipherTransformConstants AES256 -AuthenticationTransformConstants SHA256128 -PfsGroup None` on the client sets what this server takes.",
  );
  draft.warn(
    "`split-include` tells users which networks lie behind the router: Apple takes the first only, Windows none of them (DHCP option 249 or a route by hand).",
  );
  for (const profile of new Set(accounts.flatMap((account) => account.profile ?? [])))
    warnLostProfile(draft, profile, ["rate-limit", "address-list", "interface-list"]);
  for (const network of networks) {
    const inside = isInNetwork(model, network.split("/")[0] ?? "");
    if (inside !== undefined)
      draft.warn(
        `Users have addresses of the network of \`${inside.text("interface") ?? ""}\`; hosts there ask for them by ARP, which IPsec does not answer: give the users a network of their own.`,
        inside,
      );
  }
  for (const { user, secret } of accounts.filter(
    (each) => (each.secret.property("caller-id")?.text ?? "") !== "",
  ))
    draft.warn(`\`${user}\` could log in from \`caller-id\` only; the identity has no such limit.`, secret);
  if (accounts.length === 0)
    draft.warn(
      "No account for this server is in the file: add an identity and a certificate for each user by hand.",
    );
}
