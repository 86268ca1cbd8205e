import { strangerAddress } from "./public-address.ts";
import type { RemoteCode } from "./remote-code.ts";
import { type Download, textOf } from "./scripts.ts";

/** Downloads of the botnets on routers ask `/poll/` with an id of the victim (as seen from 2021 on). */
const POLL = /\/poll\/[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** Schedulers that malware left since 2018 are called U3, U6, u113 … */
const NAME = /^[uU]\d{1,4}$/;

/** Code from a bare public address, or one of the patterns that malware is known by. */
export function isImplant({ download, script }: RemoteCode): boolean {
  return strangerAddress(download.host) !== undefined || isPoll(download) || hasImplantName(script.holder);
}

export function isPoll({ url }: Download): boolean {
  return url !== undefined && POLL.test(url);
}

export function hasImplantName(holder: RemoteCode["script"]["holder"]): boolean {
  return holder?.menu.startsWith("/system/s") === true && NAME.test(textOf(holder, "name") ?? "");
}
