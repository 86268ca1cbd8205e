import type { OpenvpnWords } from "../carry/openvpn-words.ts";
import type { ClientFile } from "../plan.ts";

const CIPHERS: Readonly<Record<string, string>> = {
  "aes256-gcm": "AES-256-GCM",
  "aes256-cbc": "AES-256-CBC",
  aes256: "AES-256-CBC",
};

/** What every user's OpenVPN app needs; certificate and key stand in the user's own file, never in ours. */
export function openvpnClientFile(
  endpoint: string,
  words: OpenvpnWords,
  /** Networks behind the router that the server does not push: `192.168.88.0 255.255.255.0`. */
  routes: readonly string[],
): ClientFile {
  const cipher = CIPHERS[words.cipher] ?? "AES-256-CBC";
  const lines = [
    "# Put the CA (vpn-ca.crt) and the user's own file (vpn-NAME.p12) beside this one, and name the file in the line `pkcs12`.",
    "client",
    "dev tun",
    `proto ${words.protocol === "udp" ? "udp" : "tcp-client"}`,
    `remote ${endpoint} ${words.port}`,
    "nobind",
    "persist-key",
    "persist-tun",
    "ca vpn-ca.crt",
    "pkcs12 vpn-NAME.p12",
    "remote-cert-tls server",
    "auth-user-pass",
    `auth ${words.auth.toUpperCase()}`,
    `cipher ${cipher}`,
    `data-ciphers ${cipher}`,
    ...(words.hasTlsWords ? ["tls-version-min 1.2"] : []),
    ...routes.map((route) => `route ${route}`),
  ];
  return { fileName: "vpn.ovpn", text: `${lines.join("\n")}\n` };
}
