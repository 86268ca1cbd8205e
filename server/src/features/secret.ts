/** Properties whose values are never shown outside the text itself (manual: menus with sensitive parameters). */
const SECRET =
  /(?:password|passphrase|secret|private-key|preshared-key|pre-shared-key|(?:^|[.-])(?:wpa2?|wep|static|management-protection)-?(?:pre-shared-)?key(?:-\d)?$|authentication-key|auth(?:entication)?-pass|encryption-password|community|sim-pin|(?:^|-)pin$|token|^key$|^psk$|user-key|api-key)/;

export function isSecretProperty(menu: string, name: string): boolean {
  return SECRET.test(name) || (menu === "/snmp/community" && name === "name");
}

/** What stands in place of a secret. */
export const MASK = "••••••";
