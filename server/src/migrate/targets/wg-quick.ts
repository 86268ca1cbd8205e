import { placeholderOf } from "../../edit/placeholders.ts";
import type { ClientFile } from "../plan.ts";

/** What one user's device needs; unknown parts are placeholders. */
export interface WgQuick {
  readonly fileName: string;
  readonly user: string;
  readonly address: string;
  readonly dns: string | undefined;
  readonly mtu: number;
  readonly serverKey: string;
  readonly endpoint: string;
  readonly port: string;
  readonly allowed: readonly string[];
  /** For a router whose routing protocol chooses what goes through: nothing is to be led there by the file. */
  readonly isRouted: boolean;
  /** The input that asks for this device's public key. */
  readonly keyInput: string;
}

/** A wg-quick file (manual page wg-quick(8)). The private key is made on the device and is never ours. */
export function wgQuickFile(wanted: WgQuick): ClientFile {
  const host =
    wanted.endpoint.includes(":") && !wanted.endpoint.startsWith("[")
      ? `[${wanted.endpoint}]`
      : wanted.endpoint;
  const lines = [
    "[Interface]",
    `# The key is made on the device of ${wanted.user.replace(/[\r\n]/g, " ")} (wg genkey); only its public half goes to the router.`,
    `PrivateKey = ${placeholderOf(PRIVATE_KEY)}`,
    `Address = ${wanted.address}`,
    ...(wanted.dns === undefined ? [] : [`DNS = ${wanted.dns.split(",").join(", ")}`]),
    `MTU = ${wanted.mtu}`,
    "",
    "[Peer]",
    `PublicKey = ${wanted.serverKey}`,
    `Endpoint = ${host}:${wanted.port}`,
    ...(wanted.isRouted ? ROUTED : []),
    `AllowedIPs = ${wanted.allowed.join(", ")}`,
    "PersistentKeepalive = 25",
  ];
  return { fileName: wanted.fileName, text: `${lines.join("\n")}\n`, keyInput: wanted.keyInput };
}

const ROUTED = [
  "# Everything may come through, OSPF's 224.0.0.5 too: a routing protocol chooses what does. wg-quick itself would",
  "# lead everything into the tunnel; there, write Table = off above.",
];

/** Stands in client files until the device, or `--generate-keys`, has made one. */
export const PRIVATE_KEY = "private-key";
