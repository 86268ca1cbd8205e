import type { Account } from "../carry/accounts.ts";
import { type Certificates, makeCertificates } from "../carry/certificates.ts";
import type { PlanDraft } from "../draft.ts";
import type { Refusal } from "../plan.ts";
import { isVersion, versionWords } from "../router-version.ts";
import { authOf } from "./ikev2-auth.ts";
import type { Branch } from "./ikev2-branches.ts";
import type { EapServer } from "./ikev2-eap.ts";

/** Who proves how who it is. */
export interface ServerAuth {
  readonly users: "certificate" | EapServer;
  readonly sites: "certificate" | "psk";
}

/** Certificates unless told otherwise; where RADIUS alone knows the users, it goes on being asked. */
export function serverAuthOf(draft: PlanDraft, accounts: readonly Account[]): ServerAuth | Refusal {
  const isAsking = usesRadius(draft);
  const isRadiusOnly = isAsking && accounts.length === 0;
  const auth = authOf(draft, isRadiusOnly ? ["eap"] : ["certificate", "eap", "psk"]);
  if (auth === "psk") return { users: "certificate", sites: "psk" };
  if (auth === "certificate") {
    if (isAsking)
      draft.warn(
        "Users that RADIUS knows, and this file does not, can log in by EAP only: `--set auth=eap` goes on asking RADIUS.",
      );
    return { users: "certificate", sites: "certificate" };
  }
  if (isAsking && !isLocalRadius(draft)) return { users: "radius", sites: "certificate" };
  if (isVersion(draft.context.model, ">=7") !== false) return { users: "user-manager", sites: "certificate" };
  return {
    kind: "refusal",
    reason: `EAP needs a RADIUS server that speaks it, and User Manager of ${versionWords(draft.context.model)} does not: give users certificates (\`--set auth=certificate\`), set up a RADIUS server (\`/ppp aaa use-radius=yes\`), or upgrade to RouterOS 7.`,
  };
}

function usesRadius({ context }: PlanDraft): boolean {
  return context.model.items("/ppp/aaa").some((item) => item.text("use-radius") === "yes");
}

/** All RADIUS requests go to the router itself. */
function isLocalRadius({ context }: PlanDraft): boolean {
  const servers = context.model.items("/radius").filter((item) => item.isDisabled !== true);
  return servers.length > 0 && servers.every((item) => item.text("address") === "127.0.0.1");
}

/** Certificates of this router's own making, and the one that EAP users are shown. */
export interface ServerCertificates {
  readonly made: Certificates | undefined;
  readonly shown: string;
}

/** Makes what has to be made: nothing, where keys alone serve or the devices trust a certificate that is there. */
export function serverCertificates(
  draft: PlanDraft,
  host: string,
  auth: ServerAuth,
  { users, branches }: { readonly users: readonly Account[]; readonly branches: readonly Branch[] },
): ServerCertificates {
  const owners = [
    ...(auth.users === "certificate" ? users : []),
    ...(auth.sites === "certificate" ? branches.map(({ account }) => account) : []),
  ].map(({ user }) => user);
  const isEap = auth.users !== "certificate";
  const trusted = isEap ? askTrusted(draft) : undefined;
  const isNeeded = owners.length > 0 || (isEap ? trusted === undefined : branches.length === 0);
  const made = isNeeded ? makeCertificates(draft, host, owners) : undefined;
  return { made, shown: trusted ?? made?.server ?? "" };
}

/** Devices give a name and a password only to a server that shows a certificate which they trust. */
function askTrusted(draft: PlanDraft): string | undefined {
  return draft.option({
    name: "certificate",
    description:
      "Name of a certificate on the router that all devices trust, as one of Let's Encrypt (`/certificate enable-ssl-certificate`); without it the first stage makes a CA of its own.",
  });
}
