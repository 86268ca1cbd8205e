import type { Item, Model } from "../../model/model.ts";
import type { OpenvpnSpeech, PlanContext } from "../plan.ts";
import { isVersion } from "../router-version.ts";

/** What OpenVPN is to speak, in the words of the file's version. */
export interface OpenvpnWords extends OpenvpnSpeech {
  readonly cipher: string;
  /** `protocol`, `tls-version` and `use-peer-dns` are there. */
  readonly hasTlsWords: boolean;
  /** `verify-server-certificate` is there (6.43, CVE-2018-10066). */
  readonly hasVerify: boolean;
}

/** The best of this version, or of both versions where two ends move together. */
export function openvpnWords({ model, link }: PlanContext): OpenvpnWords {
  const speech = link?.openvpn ?? speechOf(model);
  const isOld = isVersion(model, "<7.8") === true;
  // The words changed from `aes256` to `aes256-cbc` between 7.7 and 7.9.
  const cipher = speech.isGcm ? "aes256-gcm" : isOld ? "aes256" : "aes256-cbc";
  return {
    ...speech,
    cipher,
    hasTlsWords: isVersion(model, ">=7") !== false,
    hasVerify: isVersion(model, ">=6.43") !== false,
  };
}

/** 7.17 may use GCM with any `auth`; before, it needs `auth=null`. Version 6 has TCP and SHA-1 only (manual: OpenVPN). */
export function speechOf(model: Model): OpenvpnSpeech {
  const isSix = isVersion(model, ">=7") === false;
  return {
    port: "1194",
    protocol: isSix ? "tcp" : "udp",
    auth: isSix ? "sha1" : "sha256",
    isGcm: isVersion(model, ">=7.17") === true,
  };
}

/** What both ends can speak; a server that is running says where and how it is reached. */
export function agreedSpeech(caller: Model, answerer: Model): OpenvpnSpeech {
  const [a, b] = [speechOf(caller), speechOf(answerer)];
  const running = runningServer(answerer);
  const isTcp = a.protocol === "tcp" || b.protocol === "tcp";
  return {
    port: running?.text("port") ?? b.port,
    protocol: isTcp || (running !== undefined && running.text("protocol") !== "udp") ? "tcp" : "udp",
    auth: a.auth === "sha1" || b.auth === "sha1" ? "sha1" : "sha256",
    isGcm: a.isGcm && b.isGcm,
  };
}

export const OPENVPN_SERVER = "/interface/ovpn-server/server";

export function runningServer(model: Model): Item | undefined {
  return model.items(OPENVPN_SERVER).find(isRunning);
}

function isRunning(server: Item): boolean {
  return server.origin === "settings" ? server.text("enabled") === "yes" : server.isDisabled === false;
}
