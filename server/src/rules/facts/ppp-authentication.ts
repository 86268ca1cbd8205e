import type { Item, Model } from "../../model/model.ts";
import { mayBeCovered } from "./l2tp.ts";
import { listOf } from "./label.ts";

/** The login methods an item lets the other side use. */
export interface LoginMethods {
  /** The property that holds them: `allow` on clients, `authentication` on servers and SSTP clients. */
  readonly property: string;
  readonly methods: readonly string[];
  /** True when the file does not write the property and the version's default counts. */
  readonly isDefault: boolean;
}

const PROPERTY_OF: Readonly<Record<string, string>> = {
  "/interface/pptp-client": "allow",
  "/interface/l2tp-client": "allow",
  "/interface/pppoe-client": "allow",
  "/interface/sstp-client": "authentication",
  "/interface/pptp-server/server": "authentication",
  "/interface/l2tp-server/server": "authentication",
  "/interface/sstp-server/server": "authentication",
  "/interface/pppoe-server/server": "authentication",
};

/** Undefined when the item has no such property or its value is computed or unknown. */
export function loginMethods(item: Item): LoginMethods | undefined {
  const property = PROPERTY_OF[item.menu];
  if (property === undefined) return undefined;
  const value = item.value(property);
  if (value.text === undefined) return undefined;
  return { property, methods: listOf(value.text), isDefault: value.from === "default" };
}

/** Those of `weak` that are allowed, in the file's order. */
export function allowedAmong(login: LoginMethods, weak: readonly string[]): string[] {
  return login.methods.filter((method) => weak.includes(method));
}

/** "by default " for sentences like "lets … by default use pap". */
export function byDefault(login: LoginMethods): string {
  return login.isDefault ? " by default (the property is not set)" : "";
}

/** TLS, or L2TP that cannot fall back to clear: use-ipsec=required on servers, yes on clients. */
export function isInsideEncryption(item: Item, model: Model): boolean {
  if (item.menu.startsWith("/interface/sstp")) return true;
  const ipsec = item.text("use-ipsec");
  if (item.menu === "/interface/l2tp-client") return ipsec === "yes" || mayBeCovered(model, item);
  return ipsec === "required";
}
