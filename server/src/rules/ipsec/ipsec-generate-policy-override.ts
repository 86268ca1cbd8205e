import type { Item, Model } from "../../model/model.ts";
import { admitsAnyHost, peerOf } from "../facts/ipsec.ts";
import { isTransportMaker } from "../facts/l2tp.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/**
 * The template that is there from the start has `::/0` on both sides, which means anything (verbose exports).
 * port-override makes policies for every port, port-strict for those that the client asks for; the template
 * bounds both (Manual: IPsec, identities).
 */
export const ipsecGeneratePolicyOverride = defineRule({
  id: "ipsec-generate-policy-override",
  group: "ipsec",
  title: "IPsec client chooses its policy",
  severity: "warning",
  why: "The policy is made from what the client asks for; with a template for everything it can draw other networks' traffic to itself, and port-override covers ports that nobody asked for.",
  advice:
    "Use generate-policy=port-strict with a group and template of its own that hold the clients' addresses only.",
  references: ["Manual: IPsec"],
  compliance: ["N"],
  cwe: [863],
  presets: ["strict"],
  bad: "/ip ipsec peer\nadd address=192.0.2.7/32 exchange-mode=ike2 name=branch passive=yes\n/ip ipsec identity\nadd generate-policy=port-override peer=branch policy-template-group=branch secret=<PSK>\n",
  good: "/ip ipsec peer\nadd exchange-mode=ike2 name=clients passive=yes\nadd address=192.0.2.9/32 exchange-mode=ike2 name=provider\n/ip ipsec identity\nadd auth-method=digital-signature certificate=server generate-policy=port-strict peer=clients policy-template-group=clients\nadd auth-method=eap eap-methods=eap-mschapv2 generate-policy=port-strict peer=provider username=anna\n",
  fixes: { strict: "suggestion" },
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item, { model }) {
    const mode = item.property("generate-policy")?.text;
    const peer = peerOf(model, item);
    if (item.isDisabled !== false || mode === undefined || mode === "no" || isTransportMaker(model, item))
      return undefined;
    const isOverride = mode === "port-override";
    const isOpen = ["port-override", "port-strict"].includes(mode) && hasOpenTemplate(model, item, peer);
    if (!isOverride && !isOpen) return undefined;
    return {
      at: { item, property: "generate-policy" },
      item,
      severity: isOpen ? "warning" : "info",
      message: isOpen
        ? `Clients of ${whose(item, peer)} get any policy they ask for: the \`default\` group allows every network.`
        : `The policies made for ${whose(item, peer)} cover all ports, whatever the other end asks for.`,
      fixes: isOpen
        ? []
        : [
            {
              id: "strict",
              title: "Keep to the ports that are asked for",
              changes: [{ kind: "set", item, properties: { "generate-policy": "port-strict" } }],
            },
          ],
    };
  },
});

function whose(item: Item, peer: Item | undefined): string {
  return peer === undefined ? label(item) : `peer ${label(peer)}`;
}

/** Only where strangers are the clients: an initiator's policy is its provider's matter. */
function hasOpenTemplate(model: Model, item: Item, peer: Item | undefined): boolean {
  if (peer === undefined || !admitsAnyHost(peer)) return false;
  if ((item.text("policy-template-group") ?? "default") !== "default") return false;
  const templates = model
    .items("/ip/ipsec/policy")
    .filter(
      (policy) => policy.text("template") === "yes" && (policy.text("group") ?? "default") === "default",
    );
  return templates.some(
    (policy) =>
      policy.isDisabled !== true &&
      ["src-address", "dst-address"].every((name) =>
        ["::/0", "0.0.0.0/0", undefined].includes(policy.property(name)?.text),
      ),
  );
}
