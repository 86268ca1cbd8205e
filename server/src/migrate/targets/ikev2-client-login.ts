import { given } from "../carry/properties.ts";
import { addItems } from "../carry/retire.ts";
import type { PlanDraft } from "../draft.ts";
import { authOf } from "./ikev2-auth.ts";
import { askSharedKey, loginWords } from "./ikev2-site.ts";
import { callerLogin } from "./ikev2-site-client.ts";

/** How an initiator logs in. The old password is never carried over: whoever could read PPTP's login knows it. */
export function addClientIdentity(draft: PlanDraft, name: string): void {
  const { reason, words } = loginOf(draft);
  addItems(draft, { title: `Identity at \`${name}\``, reason }, [
    {
      menu: "/ip/ipsec/identity",
      properties: given({
        ...words,
        "generate-policy": "port-strict",
        "mode-config": name,
        peer: name,
        "policy-template-group": name,
      }),
    },
  ]);
}

interface Login {
  readonly reason: string;
  readonly words: Readonly<Record<string, string | undefined>>;
}

function loginOf(draft: PlanDraft): Login {
  if (draft.context.link !== undefined)
    return { reason: "The other end knows it.", words: loginWords(callerLogin(draft)) };
  const certificate = draft.option({
    name: "certificate",
    description: "Name of this router's own certificate, to log in by it instead of name and password.",
  });
  const auth = authOf(draft, certificate === undefined ? ["eap", "certificate", "psk"] : ["certificate"]);
  if (auth === "psk")
    return {
      reason: "Login by a key that both ends know.",
      words: { "auth-method": "pre-shared-key", secret: askSharedKey(draft, "") },
    };
  importCa(draft);
  if (auth === "eap")
    return { reason: "Login by name and password (EAP), which providers offer.", words: eapLogin(draft) };
  return {
    reason: "Login by certificate.",
    words: { "auth-method": "digital-signature", certificate: certificate ?? askCertificate(draft) },
  };
}

function askCertificate(draft: PlanDraft): string {
  return draft.input({
    name: "certificate",
    description: "This router's own certificate, signed by a CA that the other end trusts.",
  });
}

/** The export holds no certificates: the CA that vouches for the server comes in by file. */
function importCa(draft: PlanDraft): void {
  const file = draft.input({
    name: "ca-file",
    description:
      "Certificate file of the CA that signed the other end's certificate; the provider offers it for download.",
    suggestion: "ca.crt",
  });
  const text = `:if ([:len [/file find where name="${file}"]] > 0) do={ /certificate import file-name="${file}" passphrase="" }`;
  draft.step({
    title: "Certificate of the other end's CA",
    reason:
      "Without it the router cannot tell the real server from another; copy the file to the router first.",
    stage: "parallel",
    changes: [],
    script: [{ kind: "command", text, comment: "A certificate that is there already is not added again" }],
  });
  draft.warn(
    `Import the CA chain of the other end (\`${file}\`) before the tunnel can come up; certificates are not part of an export. The clock must be right.`,
  );
}

function eapLogin(draft: PlanDraft): Record<string, string> {
  const user = draft.tunnel.item.text("user") ?? "";
  const password = draft.secret({
    name: "eap-password",
    description:
      "Password of the IKEv2 login; set it on the router, `/ip ipsec identity set … password=`. The old one is not reused.",
  });
  return {
    "auth-method": "eap",
    certificate: "",
    "eap-methods": "eap-mschapv2",
    password,
    username: draft.input({
      name: "username",
      description: "User name at the other end; it may differ from the old tunnel's.",
      ...(user === "" ? {} : { suggestion: user }),
    }),
  };
}
