import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";

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

/** The pair of a private half that was made before; undefined for what is no key. */
export function keyPairOf(privateKey: string): KeyPair | undefined {
  const raw = Buffer.from(privateKey, "base64");
  if (raw.length !== 32 || raw.toString("base64") !== privateKey) return undefined;
  const key = Buffer.concat([PKCS8_HEAD, raw]);
  const own = createPrivateKey({ key, format: "der", type: "pkcs8" });
  return { privateKey, publicKey: rawKey(createPublicKey(own).export({ format: "der", type: "spki" })) };
}

/** What stands before the 32 bytes of an X25519 key (RFC 8410). */
const PKCS8_HEAD = Buffer.from("302e020100300506032b656e04220420", "hex");

/** Both encodings end in the key's 32 bytes (RFC 8410). */
function rawKey(der: Buffer): string {
  return der.subarray(-32).toString("base64");
}
