import type { Model } from "../model/model.ts";
import { everyAddress, isEmpty, type PrefixSet, parseAddressSet } from "../values/prefix-set.ts";
import { type Answer, answerOf } from "./answer.ts";

/** A way to administer the router over TCP. */
export interface ManagementService {
  readonly name: string;
  /** TCP port. */
  readonly port: number;
  /** The TCP port of a fresh router. */
  readonly defaultPort: number;
  readonly isEnabled: Answer;
  /** Sources its own `address=` lets in; everything when it names none. */
  readonly allowed: PrefixSet;
  /** Whether `address=` limits it. */
  readonly isLimited: boolean;
}

/** Ports a fresh router uses (manual: Services); www-ssl alone is off. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  telnet: 23,
  ftp: 21,
  www: 80,
  ssh: 22,
  "www-ssl": 443,
  api: 8728,
  winbox: 8291,
  "api-ssl": 8729,
};

export function managementServices(model: Model): readonly ManagementService[] {
  return Object.entries(DEFAULT_PORTS).map(([name, defaultPort]) => {
    const item = model.items("/ip/service").find((i) => i.name === name);
    const port = Number(item?.text("port") ?? defaultPort);
    const written = item?.text("address") ?? "";
    const allowed = written === "" ? everyAddress() : parseAddressSet(written);
    const isDisabled = item ? item.isDisabled : name === "www-ssl";
    return {
      name,
      defaultPort,
      port: Number.isInteger(port) ? port : defaultPort,
      isEnabled: answerOf(isDisabled === undefined ? undefined : !isDisabled),
      allowed: allowed && !isEmpty(allowed) ? allowed : everyAddress(),
      isLimited: written !== "",
    };
  });
}
