import { isHiddenName } from "../values/secret-name.ts";

/** Whether a property's value is never shown outside the text itself; SNMP's communities are passwords in all but name. */
export function isSecretProperty(menu: string, name: string): boolean {
  return (
    isHiddenName(name) ||
    name.endsWith("community") ||
    (menu === "/snmp/community" && name === "name") ||
    (menu === "/zerotier" && name === "identity")
  );
}

/** What stands in place of a secret. */
export const MASK = "••••••";
