import type { Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { enumerate, listOf } from "../facts/label.ts";
import { remoteRules } from "../facts/logging.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** VPNs, where they are switched on, and the topic that tells of their logins (Manual: Log, topics). */
const VPNS = [
  { topic: "l2tp", menu: "/interface/l2tp-server/server" },
  { topic: "sstp", menu: "/interface/sstp-server/server" },
  { topic: "ovpn", menu: "/interface/ovpn-server/server" },
  { topic: "ipsec", menu: "/ip/ipsec/peer" },
] as const;

/** Topics that hold the logins of all of them: users come and go as `account`, and everything of PPP says `ppp`. */
const GENERAL = ["account", "info", "ppp"];

export const logVpnTopics = defineRule({
  id: "log-vpn-topics",
  group: "logging",
  title: "VPN logins do not reach the log server",
  severity: "info",
  why: "There is a log server, but nobody can see there who came in by VPN.",
  advice: "Send the topics of the VPN, or account, to the server too.",
  references: ["Manual: Log"],
  compliance: ["L"],
  cwe: [778],
  presets: ["strict"],
  bad: wholeExport(
    "7.16.2",
    "/interface l2tp-server server",
    "set enabled=yes use-ipsec=required",
    "/system logging action",
    "set 3 remote=192.168.88.9",
    "/system logging",
    "add action=remote topics=critical",
  ),
  good: wholeExport(
    "7.16.2",
    "/interface l2tp-server server",
    "set enabled=yes use-ipsec=required",
    "/system logging action",
    "set 3 remote=192.168.88.9",
    "/system logging",
    "add action=remote topics=critical",
    "add action=remote topics=account",
  ),
  fixes: { send: "safe" },
  on: "model",
  onAbsence: true,
  check(model) {
    if (!model.absenceMeansDefault("/system/logging")) return undefined;
    const rules = remoteRules(model);
    const [first] = rules;
    if (first === undefined || rules.some((rule) => rule.text("topics") === undefined)) return undefined;
    if (rules.some((rule) => sendsAll(rule.text("topics")))) return undefined;
    const sent = new Set(
      rules.flatMap((rule) => listOf(rule.text("topics")).filter((topic) => !topic.startsWith("!"))),
    );
    if (GENERAL.some((topic) => sent.has(topic))) return undefined;
    const missing = VPNS.filter(({ topic, menu }) => !sent.has(topic) && isOn(model, menu)).map(
      ({ topic }) => topic,
    );
    if (missing.length === 0) return undefined;
    const action = first.text("action");
    return {
      at: { item: first, property: "topics" },
      item: first,
      message: `The log server is not told of the topics ${enumerate(missing)}, nor of \`account\`.`,
      fixes:
        action === undefined
          ? []
          : [
              {
                id: "send",
                title: "Send the topic account too",
                changes: [
                  { kind: "add", menu: "/system/logging", properties: { action, topics: "account" } },
                ],
              },
            ],
    };
  },
});

function isOn(model: Model, menu: string): boolean {
  return model.items(menu).some((item) => item.origin !== "builtin" && isEnabledServer(item));
}

/** `topics=!debug`: all but that. */
function sendsAll(topics: string | undefined): boolean {
  return listOf(topics).every((topic) => topic.startsWith("!"));
}
