import type { Item, Model } from "../../model/model.ts";
import { label, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Manual, Hotspot: with `http-pap` user name and password are sent over the network in plain text. */
export const hotspotPap = defineRule({
  id: "hotspot-pap",
  group: "management",
  title: "Hotspot takes passwords in clear",
  severity: "warning",
  why: "With http-pap the login page sends name and password as they are, and a hotspot is where everybody can listen.",
  advice: "Log in by https with a certificate, or at least by http-chap.",
  references: ["Manual: HotSpot - Captive portal"],
  compliance: ["A", "T"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip hotspot profile\nadd login-by=cookie,http-pap name=guests\n/ip hotspot\nadd disabled=no interface=ether3 name=guests profile=guests\n",
  good: "/ip hotspot profile\nadd login-by=cookie,http-chap name=guests\n/ip hotspot\nadd disabled=no interface=ether3 name=guests profile=guests\n",
  fixes: { "no-pap": "suggestion" },
  on: ["/ip/hotspot/profile"],
  check(item, { model }) {
    const ways = listOf(item.property("login-by")?.text);
    if (!ways.includes("http-pap")) return undefined;
    const rest = ways.filter((way) => way !== "http-pap");
    const isGuarded = rest.some((way) => GUARDED.has(way));
    const better = isGuarded ? rest : ways.map((way) => (way === "http-pap" ? "http-chap" : way));
    return {
      at: { item, property: "login-by", words: ["http-pap"] },
      item,
      severity: isGuarded || !isInUse(item, model) ? "info" : "warning",
      message: `The hotspot profile ${label(item)} ${isGuarded ? "also takes" : "takes"} logins by \`http-pap\`, with the password in clear.`,
      fixes: [
        {
          id: "no-pap",
          title: isGuarded ? "Take no more logins by http-pap" : "Log in by http-chap",
          changes: [{ kind: "set", item, properties: { "login-by": better.join(",") } }],
        },
      ],
    };
  },
});

/** Ways to log in by a form that do not show the password to those who listen. */
const GUARDED: ReadonlySet<string> = new Set(["http-chap", "https"]);

function isInUse(profile: Item, model: Model): boolean {
  return model
    .items("/ip/hotspot")
    .some((server) => server.isDisabled !== true && (server.text("profile") ?? "default") === profile.name);
}
