import type { Item } from "../../model/model.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Words of `ciphers=` that give no or hardly any protection; 3DES has 64-bit blocks (CVE-2016-2183). */
const BAD = ["null", "3des-cbc"];

/** Up to 7.16 `allow-none-crypto`, from 7.17 the list `ciphers` (command tree of both versions). */
export const sshNone = defineRule({
  id: "ssh-none",
  group: "management",
  title: "SSH offers no encryption",
  severity: "error",
  why: "With the none cipher a login session crosses the network in clear text, with 3DES nearly so.",
  advice: "Forbid it.",
  references: ["Manual: SSH", "CVE-2016-2183"],
  compliance: ["M"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip ssh\nset allow-none-crypto=yes\n",
  good: "/ip ssh\nset allow-none-crypto=no\n",
  fixes: { forbid: "safe" },
  on: ["/ip/ssh"],
  check(item) {
    return item.text("allow-none-crypto") === "yes" ? noneAllowed(item) : badCiphers(item);
  },
});

/** strong-crypto takes the none cipher away again (Manual: SSH). */
function noneAllowed(item: Item) {
  const isStrong = item.text("strong-crypto") === "yes";
  return {
    severity: isStrong ? ("info" as const) : ("error" as const),
    at: { item, property: "allow-none-crypto" },
    item,
    message: isStrong
      ? "SSH would run without encryption, if strong-crypto did not forbid it."
      : "SSH may run without encryption.",
    fixes: [
      {
        id: "forbid",
        title: "Forbid the none cipher",
        changes: [{ kind: "set" as const, item, properties: { "allow-none-crypto": "no" } }],
      },
    ],
  };
}

function badCiphers(item: Item) {
  const ciphers = listOf(item.property("ciphers")?.text);
  const bad = ciphers.filter((cipher) => BAD.includes(cipher));
  if (bad.length === 0) return undefined;
  const left = ciphers.filter((cipher) => !BAD.includes(cipher)).join(",");
  return {
    at: { item, property: "ciphers" },
    item,
    message: `SSH accepts ${enumerate(bad)}.`,
    fixes: [
      {
        id: "forbid",
        title: left === "" ? "Let RouterOS choose the ciphers" : `Accept only ${left}`,
        changes: [{ kind: "set" as const, item, properties: { ciphers: left === "" ? "auto" : left } }],
      },
    ],
  };
}
