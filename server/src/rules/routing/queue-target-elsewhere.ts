import type { Item } from "../../model/model.ts";
import { containsSet, notPublicAddresses, parseAddressSet } from "../../values/prefix-set.ts";
import { wholeExport } from "../facts/example.ts";
import { internetSide } from "../facts/internet-side.ts";
import { mayBeBehind } from "../facts/known-hosts.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { defineRule, type RuleContext } from "../rule.ts";

const queue = (target: string) =>
  wholeExport(
    "7.16.2",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    "/queue simple",
    `add max-limit=10M/10M name=guests target=${target}`,
  );

/** Manual, Queues: a simple queue limits what goes to and comes from its target. */
export const queueTargetElsewhere = defineRule({
  id: "queue-target-elsewhere",
  group: "routing",
  title: "Queue for hosts that the router does not know",
  severity: "warning",
  why: "A queue limits what its target sends and gets; a private network that is neither one of the router's nor behind a route sends nothing, so the hosts that were meant are not limited.",
  advice: "Correct the target: it may be the network as it was called before, or a digit is wrong.",
  references: ["Manual: Queues"],
  presets: ["recommended", "strict"],
  bad: queue("192.168.20.0/24"),
  good: queue("192.168.88.0/24"),
  on: ["/queue/simple"],
  check(item, context) {
    if (item.isDisabled !== false || !item.isCertain) return undefined;
    const targets = listOf(item.property("target")?.text);
    if (targets.length === 0 || !targets.every((text) => isElsewhere(text, context))) return undefined;
    if (!knowsItsNetworks(context)) return undefined;
    return {
      at: { item, property: "target" },
      item,
      message: `Queue ${label(item)} limits nothing: ${enumerate(targets)} ${targets.length === 1 ? "is" : "are"} in none of this router's networks and behind no route.`,
    };
  },
});

function isElsewhere(text: string, context: RuleContext): boolean {
  const set = text.includes(":") ? undefined : parseAddressSet(text);
  return set !== undefined && containsSet(notPublicAddresses(), set) && !mayBeBehind(set, context);
}

/** Networks that DHCP and PPP bring are not in the file; those of the internet side are nobody's target. Bridged hosts pass unrouted. */
function knowsItsNetworks(context: RuleContext): boolean {
  const { model, traffic } = context;
  if (model.source.kind !== "full") return false;
  if (model.settings("/interface/bridge/settings").text("use-ip-firewall") !== "no") return false;
  const outer = internetSide(context)?.interfaces ?? [];
  const isInner = (client: Item) =>
    client.isDisabled !== true && !outer.includes(client.text("interface") ?? "");
  const { interfaces } = traffic.network;
  const dialled = interfaces.names.filter(
    (name) => /-client$|^lte$/.test(interfaces.kind(name) ?? "") && interfaces.isEnabled(name) !== "no",
  );
  return !model.items("/ip/dhcp-client").some(isInner) && dialled.every((name) => outer.includes(name));
}
