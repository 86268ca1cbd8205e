import type { Item, Model } from "../../model/model.ts";
import { admitsAnyHost, identitiesOf, ipsecObject, speakIkev2 } from "../facts/ipsec.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

/** RFC 9395 moved IKEv1 to Historic. The router's default mode is main (Manual: IPsec, peers). */
export const ipsecIkev1 = defineRule({
  id: "ipsec-ikev1",
  group: "ipsec",
  title: "IKEv1 peer",
  severity: "warning",
  why: "IKEv1 is historic and no longer repaired, and a pre-shared key used with it can be guessed offline by whoever takes part in one handshake.",
  advice: "Move both ends to exchange-mode=ike2, best with certificates.",
  references: ["RFC 9395", "RFC 7296", "CVE-2018-5389", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec peer\nadd address=192.0.2.7/32 exchange-mode=main name=branch\n",
  good: "/ip ipsec peer\nadd address=192.0.2.7/32 exchange-mode=ike2 name=main\nadd address=192.0.2.8/32 disabled=yes name=old\n",
  fixes: { ikev2: "suggestion" },
  on: ["/ip/ipsec/peer"],
  check(item, { model }) {
    const mode = item.text("exchange-mode");
    if (item.isDisabled !== false || mode === undefined || !["main", "base", "main-l2tp"].includes(mode))
      return undefined;
    const isDefault = item.property("exchange-mode") === undefined;
    return {
      at: { item, property: isDefault ? "name" : "exchange-mode" },
      item,
      message: `${ipsecObject(item)} uses IKEv1 (\`${mode}\` mode${isDefault ? ", the default" : ""}).`,
      related: identitiesOf(model, item).map((identity) => ({
        at: { item: identity },
        message: "the identity that logs in with it",
      })),
      fixes: canSpeakIkev2(model, item) ? [speakIkev2(item)] : [],
    };
  },
});

/** XAuth and hybrid logins are IKEv1's own, and who dials in from anywhere is an L2TP client perhaps. */
function canSpeakIkev2(model: Model, peer: Item): boolean {
  const isEarly = isVersion(model, "<6.44") !== false;
  if (isEarly || admitsAnyHost(peer) || peer.text("exchange-mode") === "main-l2tp") return false;
  const identities = identitiesOf(model, peer);
  return (
    identities.length > 0 &&
    identities.every((identity) =>
      ["pre-shared-key", "digital-signature"].includes(identity.text("auth-method") ?? ""),
    )
  );
}
