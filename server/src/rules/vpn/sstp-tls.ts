import type { Item } from "../../model/model.ts";
import { inOneSentence } from "../facts/label.ts";
import { isServer, isTunnelOn, placeOf, tunnelSubject } from "../facts/tunnel-ends.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

/** The words of `pfs` are no, yes and (7.x) required; force-aes was a setting of RouterOS 6 servers. */
export const sstpTls = defineRule({
  id: "sstp-tls",
  group: "vpn",
  title: "SSTP with old TLS",
  severity: "warning",
  why: "TLS 1.0 and 1.1 are deprecated, and without forward secrecy a stolen server key opens all recorded connections.",
  advice: "Set tls-version=only-1.2 and pfs=yes on both ends.",
  references: ["RFC 8996", "Manual: SSTP"],
  compliance: ["T"],
  cwe: [327],
  presets: ["recommended", "strict", "vpn"],
  bad: "/interface sstp-server server\nset authentication=mschap2 certificate=vpn enabled=yes pfs=yes tls-version=any\n",
  good: "/interface sstp-server server\nset authentication=mschap2 certificate=vpn enabled=yes pfs=yes tls-version=only-1.2\n",
  fixes: { "only-1.2": "suggestion" },
  on: ["/interface/sstp-server/server", "/interface/sstp-client"],
  check(item, { model }) {
    if (!isTunnelOn(item)) return undefined;
    const flaws = flawsOf(item, isVersion(model, "<7") === true);
    const [first] = flaws;
    if (first === undefined) return undefined;
    return {
      at: { item, property: placeOf(item, (flaws.find(({ name }) => item.property(name)) ?? first).name) },
      item,
      message: `${tunnelSubject(item)} ${inOneSentence(flaws.map(({ what }) => what))}.`,
      fixes: [
        {
          id: "only-1.2",
          title: `Set ${flaws.map(({ name, better }) => `${name}=${better}`).join(" ")}`,
          changes: [
            {
              kind: "set",
              item,
              properties: Object.fromEntries(flaws.map(({ name, better }) => [name, better])),
            },
          ],
        },
      ],
    };
  },
});

function flawsOf(item: Item, isSix: boolean) {
  return [
    { name: "tls-version", weak: "any", better: "only-1.2", what: "accepts TLS 1.0 and 1.1" },
    { name: "pfs", weak: "no", better: "yes", what: "does without forward secrecy" },
    ...(isSix && isServer(item)
      ? [{ name: "force-aes", weak: "no", better: "yes", what: "accepts RC4" }]
      : []),
  ].filter(({ name, weak }) => item.text(name) === weak);
}
