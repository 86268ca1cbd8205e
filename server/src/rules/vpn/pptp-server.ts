import { label } from "../facts/label.ts";
import { pptpAccounts, servesPptpUsers } from "../facts/pptp-users.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** The server side of the same protocol; RouterOS 7.17+ warns of it in its own export. */
export const pptpServer = defineRule({
  id: "pptp-server",
  group: "vpn",
  title: "PPTP server switched on",
  severity: "error",
  why: "Every login to a PPTP server can be cracked from one recorded MS-CHAPv2 handshake, and its sessions can be decrypted and altered on the path.",
  advice:
    "Move the users to WireGuard (RouterOS 7), IKEv2 or OpenVPN, then switch the PPTP server off; `rsclint migrate` writes the replacement.",
  references: ["RFC 2637", "RFC 2759", "Microsoft Security Advisory 2743314", "Manual: PPTP"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface pptp-server server\nset authentication=mschap2 enabled=yes\n",
  good: "/interface pptp-server server\nset authentication=mschap2\n",
  fixes: { disable: "suggestion" },
  migrations: ["wireguard", "ikev2", "openvpn"],
  on: ["/interface/pptp-server/server"],
  check(item, { model }) {
    if (!isEnabledServer(item)) return undefined;
    const accounts = pptpAccounts(model);
    const hasUsers = servesPptpUsers(model);
    return {
      at: { item, property: "enabled" },
      item,
      message: `The PPTP server is on: its logins can be cracked and its sessions decrypted${hasUsers ? "; it has users, so replace it: `rsclint migrate FILE --list`" : ""}.`,
      related: accounts.slice(0, 20).map((secret) => ({
        at: { item: secret, property: "name" },
        message: `user ${label(secret)} can log in over PPTP`,
      })),
      fixes: hasUsers
        ? []
        : [
            {
              id: "disable",
              title: "Switch the PPTP server off",
              changes: [{ kind: "set", item, properties: { enabled: "no" } }],
            },
          ],
    };
  },
});
