import type { Item, Model } from "../../model/model.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

export const pppOnlyOne = defineRule({
  id: "ppp-only-one",
  group: "ppp",
  title: "Account may be used twice at once",
  severity: "info",
  why: "Without only-one a stolen or shared login works beside the owner's, and nobody notices.",
  advice: "Set only-one=yes in the profile.",
  references: ["Manual: PPP AAA"],
  compliance: ["A"],
  cwe: [837],
  presets: ["strict"],
  bad: "/ppp profile\nadd name=staff\n/ppp secret\nadd name=anna profile=staff service=l2tp\n",
  good: "/ppp profile\nadd name=staff only-one=yes\nadd name=unused\n/ppp secret\nadd name=anna profile=staff service=l2tp\n",
  fixes: { "only-one": "suggestion" },
  on: ["/ppp/profile"],
  check(item, { model }) {
    const setting = item.text("only-one");
    if (item.origin !== "add" || (setting !== "no" && setting !== "default")) return undefined;
    if (setting === "default" && inheritsOnlyOne(model)) return undefined;
    const users = model
      .items("/ppp/secret")
      .filter((secret) => secret.isDisabled === false && secret.text("profile") === item.name);
    if (users.length === 0) return undefined;
    return {
      at: { item, property: item.property("only-one") === undefined ? "name" : "only-one" },
      item,
      message: `Users of profile ${label(item)} can log in more than once at a time.`,
      fixes: [
        {
          id: "only-one",
          title: "Allow one session a user",
          changes: [{ kind: "set", item, properties: { "only-one": "yes" } }],
        },
      ],
    };
  },
});

/** `default` takes the value of the profile called default. */
function inheritsOnlyOne(model: Model): boolean {
  const standard = model.items("/ppp/profile").find((profile: Item) => profile.name === "default");
  return standard?.text("only-one") === "yes";
}
