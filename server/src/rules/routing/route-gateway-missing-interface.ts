import type { Item } from "../../model/model.ts";
import { didYouMean, renameUse } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { gatewaysOf, isWayOut, ROUTES } from "../facts/routing.ts";
import { defineRule, type Fix } from "../rule.ts";

const TUNNEL = [
  "/interface l2tp-client",
  "add connect-to=192.0.2.9 disabled=no name=hq use-ipsec=yes user=anna",
];

/** Other names that lead nowhere are undefined-reference's matter. */
export const routeGatewayMissingInterface = defineRule({
  id: "route-gateway-missing-interface",
  group: "routing",
  title: "Route by an interface that is not there",
  severity: "error",
  why: "The import stops at such a route, or it never becomes active: its traffic then leaves by the default route, past the tunnel it was meant for.",
  advice: "Name the interface that the route should leave by, or remove the route.",
  references: ["Manual: IP Routing"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", ...TUNNEL, "/ip route", "add dst-address=10.0.0.0/8 gateway=pptp-hq"),
  good: wholeExport(
    "7.16.2",
    ...TUNNEL,
    "/ip route",
    "add dst-address=10.0.0.0/8 gateway=hq",
    "add dst-address=10.1.0.0/16 gateway=ether3",
    "add dst-address=10.2.0.0/16 gateway=192.168.88.2",
  ),
  fixes: { "did-you-mean": "suggestion", gateway: "needs-input" },
  on: "reference",
  in: ROUTES,
  ignoresTargets: true,
  check(reference, { model }) {
    const { name, item } = reference;
    if (!isWayOut(reference) || reference.target.kind !== "missing" || item === undefined) return undefined;
    if (reference.strength === "weak" || !reference.command.isCertain || MASKED_ADDRESS.test(name))
      return undefined;
    // Words as `all` and `none` are names of interfaces too, but no way out.
    const known = model
      .names(reference.namespace)
      .filter((one) => model.find(reference.namespace, one).length > 0);
    const guess = didYouMean(name, known);
    return {
      at: { reference },
      item,
      severity: item.isDisabled === true ? "info" : "error",
      message: `The route to \`${item.text("dst-address") || "0.0.0.0/0"}\` leaves by \`${name}\`, and this export has no such interface${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes: [...(guess === undefined ? [] : [renameUse(reference, guess)]), ...ask(item)],
    };
  },
});

/** Whoever shows an export to others writes `x.x.x.x` or `203.0.113.x`. */
const MASKED_ADDRESS = /^(?:\d{1,3}|[xX*]{1,3})(?:\.(?:\d{1,3}|[xX*]{1,3})){3}$/;

/** Of several gateways the others are right perhaps. */
function ask(item: Item): Fix[] {
  if (gatewaysOf(item).length !== 1) return [];
  return [
    {
      id: "gateway",
      title: "Name another gateway",
      changes: [{ kind: "set", item, properties: { gateway: "<GATEWAY>" } }],
      inputs: [{ name: "gateway", description: "The interface or next-hop address to leave by." }],
    },
  ];
}
