import { generateKeyPairSync } from "node:crypto";

/** A WireGuard key pair, both halves as base64 of 32 bytes (wg(8)). */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** X25519 made by the operating system's random numbers; nothing leaves the process. */
export function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  return {
    privateKey: rawKey(privateKey.export({ format: "der", type: "pkcs8" })),
    publicKey: rawKey(publicKey.export({ format: "der", type: "spki" })),
  };
}

/** Both encodings end in the key's 32 bytes (RFC 8410). */
function rawKey(der: Buffer): string {
  return der.subarray(-32).toString("base64");
}
