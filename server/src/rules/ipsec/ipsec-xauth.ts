import { peerLabel, peerOf } from "../facts/ipsec.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const ipsecXauth = defineRule({
  id: "ipsec-xauth",
  group: "ipsec",
  title: "XAuth login with a group key",
  severity: "warning",
  why: "XAuth is IKEv1 only: everyone shares the group key, and who has it can pose as the router and collect the passwords.",
  advice: "Move to IKEv2 with EAP or certificates.",
  references: ["RFC 9395", "Manual: IPsec"],
  compliance: ["A"],
  cwe: [287],
  presets: ["recommended", "strict", "vpn"],
  bad: "/ip ipsec identity\nadd auth-method=pre-shared-key-xauth peer=clients secret=<PSK> username=anna\n",
  good: '/ip ipsec identity\nadd auth-method=eap certificate="" eap-methods=eap-mschapv2 peer=xauth username=anna\n',
  on: ["/ip/ipsec/identity", "/ip/ipsec/peer"],
  check(item, { model }) {
    const method = item.property("auth-method")?.text;
    if (item.isDisabled !== false || method !== "pre-shared-key-xauth") return undefined;
    const peer = peerOf(model, item);
    return {
      at: { item, property: "auth-method" },
      item,
      message: `${peer === undefined ? `Identity ${label(item)}` : `Peer ${peerLabel(peer)}`} logs users in with XAuth and a group key.`,
    };
  },
});
