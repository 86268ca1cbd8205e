import type { Account } from "../carry/accounts.ts";
import type { PlanDraft } from "../draft.ts";
import type { ServerAuth } from "./ikev2-server-auth.ts";

interface Wanted {
  readonly endpoint: string;
  readonly auth: ServerAuth;
  readonly users: readonly Account[];
  /** Networks behind the router and its sites. */
  readonly behind: readonly string[];
}

/** What the users' own systems need: no file holds a secret, since passwords and certificates reach them otherwise. */
export function ikev2ClientFiles(draft: PlanDraft, { endpoint, auth, users, behind }: Wanted): void {
  const isEap = auth.users !== "certificate";
  if (users.length === 0 && !isEap) return;
  draft.file({ fileName: "ikev2-windows.ps1", text: windowsScript(endpoint, isEap, behind) });
  if (isEap) draft.file({ fileName: "ikev2-apple.mobileconfig", text: appleProfile(endpoint) });
  draft.file({ fileName: "ikev2-clients.txt", text: instructions(endpoint, isEap) });
}

/** The algorithms are those of the server's profile and proposal (ikev2-server.ts). */
function windowsScript(endpoint: string, isEap: boolean, behind: readonly string[]): string {
  const name = `"VPN ${endpoint}"`;
  const login = isEap ? "Eap" : "MachineCertificate";
  const lines = [
    "# Run in PowerShell as administrator, with vpn-ca.crt beside it.",
    "Import-Certificate -FilePath .\\vpn-ca.crt -CertStoreLocation Cert:\\LocalMachine\\Root",
    ...(isEap
      ? []
      : [
          "# The user's own file; PowerShell asks for its passphrase.",
          "Import-PfxCertificate -FilePath .\\vpn-NAME.p12 -CertStoreLocation Cert:\\LocalMachine\\My -Password (Read-Host -AsSecureString)",
        ]),
    `Add-VpnConnection -Name ${name} -ServerAddress "${endpoint}" -TunnelType Ikev2 -AuthenticationMethod ${login} -EncryptionLevel Required -SplitTunneling`,
    `Set-VpnConnectionIPsecConfiguration -ConnectionName ${name} -DHGroup Group14 -EncryptionMethod AES256 -IntegrityCheckMethod SHA256 -CipherTransformConstants AES256 -AuthenticationTransformConstants SHA256128 -PfsGroup None -Force`,
    ...behind.map(
      (network) => `Add-VpnConnectionRoute -ConnectionName ${name} -DestinationPrefix ${network}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** A profile for macOS and iOS that asks for name and password (Apple: VPN.IKEv2). Group 14 is 2048 bit MODP. */
function appleProfile(endpoint: string): string {
  const host = xml(endpoint);
  const security = ["EncryptionAlgorithm=AES-256", "IntegrityAlgorithm=SHA2-256"].map(stringOf);
  const association = (key: string) =>
    `<key>${key}</key><dict>${security.join("")}<key>DiffieHellmanGroup</key><integer>14</integer></dict>`;
  const ikev2 = [
    ...[
      `RemoteAddress=${host}`,
      `RemoteIdentifier=${host}`,
      "LocalIdentifier=",
      "AuthenticationMethod=None",
    ].map(stringOf),
    "<key>ExtendedAuthEnabled</key><integer>1</integer>",
    "<key>EnablePFS</key><integer>0</integer>",
    association("IKESecurityAssociationParameters"),
    association("ChildSecurityAssociationParameters"),
  ];
  const payload = [
    ...["PayloadType=com.apple.vpn.managed", `PayloadIdentifier=vpn.${host}.ikev2`].map(stringOf),
    ...[`PayloadUUID=${uuidOf(`${endpoint} ikev2`)}`, `UserDefinedName=VPN ${host}`, "VPNType=IKEv2"].map(
      stringOf,
    ),
    "<key>PayloadVersion</key><integer>1</integer>",
    `<key>IKEv2</key><dict>${ikev2.join("\n")}</dict>`,
  ];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    ...["PayloadType=Configuration", `PayloadIdentifier=vpn.${host}`].map(stringOf),
    ...[`PayloadUUID=${uuidOf(endpoint)}`, `PayloadDisplayName=VPN ${host}`].map(stringOf),
    "<key>PayloadVersion</key><integer>1</integer>",
    `<key>PayloadContent</key><array><dict>${payload.join("\n")}</dict></array>`,
    "</dict></plist>",
  ];
  return `${lines.join("\n")}\n`;
}

function stringOf(pair: string): string {
  const at = pair.indexOf("=");
  return `<key>${pair.slice(0, at)}</key><string>${pair.slice(at + 1)}</string>`;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A name that stays the same for the same server, so that a profile replaces its older self. */
function uuidOf(text: string): string {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((seed) => {
    let hash = seed;
    for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  });
  const hex = words.join("").toUpperCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-A${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function instructions(endpoint: string, isEap: boolean): string {
  const trust = "Trust the CA: install `vpn-ca.crt` from the router.";
  const login = isEap ? "name and password" : "the certificate in vpn-NAME.p12";
  const lines = [
    `IKEv2 to ${endpoint}, login by ${login}.`,
    "",
    "Windows: run ikev2-windows.ps1 as administrator; it imports the CA and sets the algorithms that the server takes.",
    `macOS, iOS: ${trust.replaceAll("`", "")} ${isEap ? "Open ikev2-apple.mobileconfig." : `Open vpn-NAME.p12, then add a VPN of type IKEv2 with server and remote ID ${endpoint}, authentication None, and the certificate.`}`,
    `Android: the app strongSwan; ${isEap ? "VPN type IKEv2 EAP, with vpn-ca.crt as CA" : "VPN type IKEv2 Certificate, with vpn-NAME.p12"}.`,
    `Linux: NetworkManager's or the distribution's strongSwan; IKE aes256-sha256-modp2048, ESP aes256-sha256, remote ID ${endpoint}.`,
  ];
  return `${lines.join("\n")}\n`;
}
