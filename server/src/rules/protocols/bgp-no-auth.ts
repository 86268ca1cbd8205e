import type { Model } from "../../model/model.ts";
import { BGP_SESSIONS, isExternal, isOnSafeLink, sessionValue } from "../facts/bgp.ts";
import { label } from "../facts/label.ts";
import { showsPasswords } from "../facts/shown-passwords.ts";
import { defineRule } from "../rule.ts";

/** Exports without secrets leave tcp-md5-key out (Manual: List of menus with sensitive parameters). */
export const bgpNoAuth = defineRule({
  id: "bgp-no-auth",
  group: "protocols",
  title: "BGP session without key",
  severity: "info",
  why: "Without a key someone who can forge addresses can break the session or pose as the neighbour.",
  advice: "Agree on a key with the neighbour and set tcp-md5-key, or limit port 179 to the neighbour.",
  references: ["RFC 2385", "RFC 7454", "Manual: BGP"],
  compliance: ["N"],
  cwe: [306],
  presets: ["strict"],
  bad: "/routing bgp connection\nadd as=64500 local.role=ebgp name=transit remote.address=192.0.2.1 remote.as=64501\nadd as=64500 local.role=ebgp name=other remote.address=192.0.2.2 remote.as=64502 tcp-md5-key=q7Rk2mVx9Tf4\n",
  good: "/routing bgp connection\nadd as=64500 local.role=ebgp name=transit remote.address=192.0.2.1 remote.as=64501\n",
  fixes: { key: "needs-input" },
  on: BGP_SESSIONS,
  check(item, context) {
    const { model } = context;
    if (item.isDisabled !== false || isExternal(item, model) !== true) return undefined;
    if (isOnSafeLink(item, context)) return undefined;
    if (!showsKeys(model) || sessionValue(item, "tcp-md5-key", model) !== "unset") return undefined;
    return {
      at: { item, property: "name" },
      item,
      message: `The BGP session ${label(item)} has no key.`,
      fixes: [
        {
          id: "key",
          title: "Set a key",
          changes: [{ kind: "set", item, properties: { "tcp-md5-key": "<BGP-KEY>" } }],
          inputs: [{ name: "bgp-key", description: "The key agreed on with the neighbour.", isSecret: true }],
        },
      ],
    };
  },
});

/** That no key is written means something only where keys would be: one word of `/export` shows all secrets or none. */
function showsKeys(model: Model): boolean {
  if (model.source.kind !== "script" && showsPasswords(model)) return true;
  return [...BGP_SESSIONS, "/routing/bgp/template"].some((menu) =>
    model.items(menu).some((session) => (session.property("tcp-md5-key")?.text ?? "") !== ""),
  );
}
