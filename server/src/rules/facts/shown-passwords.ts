import type { Model } from "../../model/model.ts";

/** Clients that log in elsewhere; exports hide their passwords as those of `/ppp/secret`. */
export const CLIENTS: readonly string[] = [
  "/interface/pptp-client",
  "/interface/l2tp-client",
  "/interface/sstp-client",
  "/interface/ovpn-client",
  "/interface/pppoe-client",
];

/** Logins whose passwords exports hide, together with all other secrets, unless asked not to (Manual: List of menus with sensitive parameters). */
const LOGINS = ["/ppp/secret", ...CLIENTS];

/** Whether the files write passwords, so that a secret that is not written is not set. */
export function showsPasswords(model: Model): boolean {
  return LOGINS.flatMap((menu) => model.items(menu)).some(
    (login) => (login.property("password")?.text ?? "") !== "",
  );
}
