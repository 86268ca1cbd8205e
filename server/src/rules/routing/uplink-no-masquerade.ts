import { defaultExits } from "../facts/default-exits.ts";
import { wholeExport } from "../facts/example.ts";
import { firstLine, internetSide } from "../facts/internet-side.ts";
import { hasPrivateNetwork, masquerade, mayTranslate } from "../facts/source-nat.ts";
import { defineRule, type Finding, type FindingPlace, type RuleContext } from "../rule.ts";

const NAT = "/ip/firewall/nat";
const uplinks = (out: string) =>
  wholeExport(
    "7.16.2",
    "/interface pppoe-client",
    "add add-default-route=yes default-route-distance=2 disabled=no interface=ether3 name=isp2 user=anna",
    "/ip firewall nat",
    "add action=masquerade chain=srcnat out-interface=ether1",
    `add action=masquerade chain=srcnat out-interface=${out}`,
  );

/** One line with NAT shows that the networks behind are private ones; the second line was forgotten. */
export const uplinkNoMasquerade = defineRule({
  id: "uplink-no-masquerade",
  group: "routing",
  title: "Second line to the internet without NAT",
  severity: "warning",
  why: "Packets that leave by this line keep their private source address, so nothing answers while it is the one in use.",
  advice: "Add a masquerade rule for the interface, or use one for the list of all lines.",
  references: ["Manual: NAT", "RFC 1918"],
  presets: ["recommended", "strict"],
  bad: uplinks("ether2"),
  good: uplinks("isp2"),
  fixes: { "add-masquerade": "suggestion" },
  on: "model",
  check(model, context) {
    const lines = internetSide(context)?.interfaces ?? [];
    if (lines.length === 0 || !model.absenceMeansDefault(NAT) || !hasPrivateNetwork(model)) return undefined;
    const rules = model.items(NAT).filter((rule) => rule.text("chain") === "srcnat");
    if (!rules.some((rule) => rule.isDisabled === false && rule.text("action") === "masquerade"))
      return undefined;
    return lines.flatMap((name): Finding[] => {
      const at = isUsed(name, context) ? placeOf(name, context) : undefined;
      if (at === undefined || rules.some((rule) => mayTranslate(rule, name, context))) return [];
      return [
        {
          at,
          ...("item" in at ? { item: at.item } : {}),
          message: `What leaves by \`${name}\` keeps its private source address: no srcnat rule covers that line.`,
          fixes: [masquerade(name)],
        },
      ];
    });
  },
});

/** A default route leads there. */
function isUsed(name: string, context: RuleContext): boolean {
  const { model, traffic } = context;
  const item = traffic.network.interfaces.item(name);
  const isAsked = model
    .items("/ip/dhcp-client")
    .some(
      (client) =>
        client.isDisabled === false &&
        client.text("interface") === name &&
        client.text("add-default-route") !== "no",
    );
  return isAsked || item?.text("add-default-route") === "yes" || defaultExits(context).has(name);
}

function placeOf(name: string, { model, traffic }: RuleContext): FindingPlace | undefined {
  const written = traffic.network.interfaces.item(name);
  const holder = ["/ip/dhcp-client", "/ip/address"]
    .flatMap((menu) => model.items(menu))
    .find((item) => item.isDisabled === false && item.text("interface") === name);
  if (holder !== undefined && written?.menu !== "/interface/pppoe-client")
    return { item: holder, property: "interface" };
  return written === undefined ? firstLine(model) : { item: written, property: "name" };
}
