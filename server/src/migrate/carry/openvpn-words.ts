import type { Model } from "../../model/model.ts";
import { isVersion } from "../router-version.ts";

/** What OpenVPN of this version speaks best. */
export interface OpenvpnWords {
  readonly protocol: "udp" | "tcp";
  readonly auth: string;
  readonly cipher: string;
  /** `tls-version` and `verify-server-certificate` are there. */
  readonly hasTlsWords: boolean;
}

/**
 * 7.17 may use GCM with any `auth`; earlier versions need `auth=null` for it, so they get CBC. The words changed from
 * `aes256` to `aes256-cbc` between 7.7 and 7.9. Version 6 has TCP and SHA-1 only (manual: OpenVPN).
 */
export function openvpnWords(model: Model): OpenvpnWords {
  const isSix = isVersion(model, ">=7") === false;
  if (isSix) return { protocol: "tcp", auth: "sha1", cipher: "aes256", hasTlsWords: false };
  const cipher =
    isVersion(model, ">=7.17") === true
      ? "aes256-gcm"
      : isVersion(model, "<7.8") === true
        ? "aes256"
        : "aes256-cbc";
  return { protocol: "udp", auth: "sha256", cipher, hasTlsWords: true };
}
