import { escapeString } from "../../edit/quote.ts";
import type { Item } from "../../model/model.ts";
import { parseIpPrefix } from "../../values/ip.ts";
import type { PlanDraft } from "../draft.ts";
import type { ScriptStep } from "../plan.ts";
import type { Steering } from "./steering.ts";

/** More would make a line that nobody reads. */
const MOST = 40;

/**
 * Connections that are open keep the source address they were given, and FastTrack their way: those of the tunnel are
 * cut, so that they start anew, on the way back too. `to` is the new interface, where there is one.
 */
export function cutOldConnections(draft: PlanDraft, { marks, routes }: Steering, to?: string): void {
  if (draft.tunnel.isDisabled) return;
  const hosts = [...new Set(marks.flatMap((rule) => hostsOf(draft, rule)))];
  const isKnown = hosts.length > 0 && hosts.length <= MOST;
  const own = isKnown ? [byHosts(hosts)] : [];
  const far = byNetworks(routes);
  const old = isKnown ? [] : [byTranslation(draft.tunnel.item.name ?? "")];
  const now = isKnown || to === undefined ? [] : [byTranslation(to)];
  draft.step({
    title: "Open connections start anew",
    reason: "Connections that are open would stay on the old tunnel.",
    stage: "cutover",
    changes: [],
    script: [...own, ...far, ...old],
    rollback: [...own, ...far, ...now],
  });
}

function byHosts(hosts: readonly string[]): ScriptStep {
  return {
    kind: "command",
    text: `/ip firewall connection remove [find where src-address~"^(${hosts.join("|")})(:|\\$)"]`,
    comment: "Only those of the hosts that use the tunnel",
  };
}

/** Answers go to the address that the source was translated to: one of the tunnel's interface. */
function byTranslation(interfaceName: string): ScriptStep {
  const name = escapeString(interfaceName);
  return {
    kind: "command",
    text: `:foreach each in=[/ip address find where interface="${name}"] do={ :local own [/ip address get $each address]; :set own [:pick $own 0 [:find $own "/"]]; /ip firewall connection remove [find where reply-dst-address~"^$own(:|\\$)"] }`,
    comment: `Only those that were translated for ${interfaceName.replace(/[\r\n]/g, " ")}`,
  };
}

/** Whole octets of the far networks: text is all that connections can be found by. */
function byNetworks(routes: readonly Item[]): readonly ScriptStep[] {
  const found = routes.flatMap((route) => {
    const prefix = parseIpPrefix(route.property("dst-address")?.text ?? "");
    if (prefix?.address.family !== "ip" || prefix.length < 8 || route.isDisabled !== false) return [];
    const octets = [24n, 16n, 8n, 0n].map((bits) => (prefix.address.value >> bits) & 0xffn);
    const whole = octets.slice(0, Math.floor(prefix.length / 8)).join("[.]");
    return [`${whole}${prefix.length < 32 ? "[.]" : "(:|\\$)"}`];
  });
  const networks = [...new Set(found)];
  if (networks.length === 0 || networks.length > MOST) return [];
  return [
    {
      kind: "command",
      text: `/ip firewall connection remove [find where dst-address~"^(${networks.join("|")})"]`,
      comment: "Those to the networks behind the tunnel",
    },
  ];
}

function hostsOf({ context }: PlanDraft, rule: Item): readonly string[] {
  if (rule.isDisabled !== false) return [];
  const list = rule.property("src-address-list")?.text;
  const rows = context.model.items("/ip/firewall/address-list").filter((item) => item.text("list") === list);
  const texts = [
    rule.property("src-address")?.text,
    ...(list === undefined ? [] : rows.map((item) => item.text("address"))),
  ];
  return texts.flatMap((text) => (text !== undefined && /^\d+(?:\.\d+){3}$/.test(text) ? [text] : []));
}
