import type { Item, Model } from "../../model/model.ts";
import { ipsecObject, isIkev2, peerOf, useOf } from "../facts/ipsec.ts";
import { defineRule } from "../rule.ts";

export const ipsecPfsNone = defineRule({
  id: "ipsec-pfs-none",
  group: "ipsec",
  title: "No forward secrecy when keys are renewed",
  severity: "warning",
  why: "Without a Diffie-Hellman exchange of their own, all keys of the tunnel hang on the first one; who gets that reads everything.",
  advice: "Set the same pfs-group on both ends; native clients of phones and Windows often need none.",
  references: ["RFC 7296 §2.12", "Manual: IPsec"],
  compliance: ["T"],
  cwe: [326],
  presets: ["strict"],
  bad: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc name=office pfs-group=none\n",
  good: "/ip ipsec proposal\nadd auth-algorithms=sha256 enc-algorithms=aes-256-cbc name=none pfs-group=modp2048\n",
  fixes: { pfs: "suggestion" },
  on: ["/ip/ipsec/proposal"],
  check(item, { model }) {
    if (item.isDisabled !== false || item.text("pfs-group") !== "none") return undefined;
    const { isUnused } = useOf(model, item);
    const isModern = isUnused || speaksIkev2Only(model, item);
    return {
      at: { item, property: "pfs-group" },
      item,
      severity: isModern ? "info" : "warning",
      message: `${ipsecObject(item)} renews keys without forward secrecy${isUnused ? ", though nothing uses it" : ""}.`,
      fixes: [
        {
          id: "pfs",
          title: "Renew keys with modp2048",
          changes: [{ kind: "set", item, properties: { "pfs-group": "modp2048" } }],
        },
      ],
    };
  },
});

/** In IKEv2 the first child takes its keys from the IKE exchange, which had forward secrecy (RFC 7296 §2.17). */
function speaksIkev2Only(model: Model, proposal: Item): boolean {
  const peers = useOf(model, proposal).users.flatMap((user) =>
    user.text("template") === "yes" ? peersOfGroup(model, user) : [peerOf(model, user)],
  );
  return peers.length > 0 && peers.every((peer) => isIkev2(peer) === true);
}

function peersOfGroup(model: Model, template: Item): (Item | undefined)[] {
  const group = template.text("group") ?? "default";
  return model
    .items("/ip/ipsec/identity")
    .filter((id) => id.isDisabled !== true && (id.text("policy-template-group") ?? "default") === group)
    .map((id) => peerOf(model, id));
}
