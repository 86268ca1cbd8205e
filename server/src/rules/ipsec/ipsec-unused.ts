import type { Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { identitiesOf, ipsecObject } from "../facts/ipsec.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

export const ipsecUnused = defineRule({
  id: "ipsec-unused",
  group: "ipsec",
  title: "Unused IPsec object",
  severity: "info",
  why: "What nothing uses hides what counts, and comes to life again when somebody picks it by mistake.",
  advice: "Remove it, or use it.",
  references: ["Manual: IPsec"],
  presets: ["strict"],
  onAbsence: true,
  bad: wholeExport(
    "7.16.2",
    "/ip ipsec profile",
    "add dh-group=ecp256 enc-algorithm=aes-256 hash-algorithm=sha256 name=old",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip ipsec profile",
    "add dh-group=ecp256 enc-algorithm=aes-256 hash-algorithm=sha256 name=strong",
    "/ip ipsec peer",
    "add address=192.0.2.7/32 exchange-mode=ike2 name=branch profile=strong",
    "/ip ipsec identity",
    "add auth-method=digital-signature certificate=own peer=branch",
  ),
  fixes: { remove: "suggestion" },
  on: [
    "/ip/ipsec/profile",
    "/ip/ipsec/peer/profile",
    "/ip/ipsec/proposal",
    "/ip/ipsec/policy/group",
    "/ip/ipsec/mode-config",
    "/ip/ipsec/peer",
  ],
  check(item, { model }) {
    if (item.origin !== "add" || item.name === undefined || item.isDisabled === true) return undefined;
    if (item.menu === "/ip/ipsec/peer" ? !isMute(model, item) : model.referencesTo(item).length > 0)
      return undefined;
    return {
      at: { item, property: "name" },
      item,
      message:
        item.menu === "/ip/ipsec/peer"
          ? `${ipsecObject(item)} has no identity, so nobody can log in with it.`
          : `${ipsecObject(item)} is used by nothing.`,
      fixes: [{ id: "remove", title: "Remove it", changes: [{ kind: "remove", item }] }],
    };
  },
});

/** Since 6.44 a peer without identity connects to nobody. */
function isMute(model: Model, peer: Item): boolean {
  return (
    isVersion(model, ">=6.44") === true && identitiesOf(model, peer).length === 0 && !hasUser(model, peer)
  );
}

function hasUser(model: Model, peer: Item): boolean {
  return model.referencesTo(peer).length > 0;
}
