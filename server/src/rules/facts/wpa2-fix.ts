import type { Item } from "../../model/model.ts";
import type { Fix } from "../rule.ts";
import { isSet } from "./is-set.ts";

export const WIRELESS_KEY = {
  name: "wireless-key",
  description: "The key of the wireless network: 12 characters or more that nobody can guess.",
  isSecret: true,
};

/** For profiles of the wireless package. A key that one holds already is the one that its clients may know. */
export function requireWpa2(profile: Item): Fix {
  const wpa2 = { "authentication-types": "wpa2-psk", mode: "dynamic-keys" };
  if (isSet(profile, "wpa2-pre-shared-key"))
    return {
      id: "use-key",
      title: "Require WPA2 with the key that the profile has",
      changes: [{ kind: "set", item: profile, properties: wpa2 }],
    };
  return {
    id: "encrypt",
    title: "Require WPA2 with a key",
    changes: [
      { kind: "set", item: profile, properties: { ...wpa2, "wpa2-pre-shared-key": "<WIRELESS-KEY>" } },
    ],
    inputs: [WIRELESS_KEY],
  };
}
