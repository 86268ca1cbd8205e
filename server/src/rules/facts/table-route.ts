import type { AddChange, InputNeeded } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { declaresTables, mayFillTable, routesIn } from "./routing.ts";

interface TableRoute {
  readonly changes: readonly AddChange[];
  readonly inputs: readonly InputNeeded[];
}

/** A default route for a table that has none, of the family of the item that asks; only its user knows whereto. */
export function tableRoute(model: Model, asking: Item, table: string): TableRoute | undefined {
  const isSeven = declaresTables(model);
  if (isSeven === undefined) return undefined;
  const isSix = asksForIpv6(asking);
  return {
    changes: [
      {
        kind: "add",
        menu: isSix ? "/ipv6/route" : "/ip/route",
        properties: {
          "dst-address": isSix ? "::/0" : "0.0.0.0/0",
          gateway: "<GATEWAY>",
          [isSeven ? "routing-table" : "routing-mark"]: table,
        },
      },
    ],
    inputs: [
      {
        name: "gateway",
        description: `The tunnel interface or next-hop address that \`${table}\` traffic should leave by.`,
      },
    ],
  };
}

function asksForIpv6(item: Item): boolean {
  const addresses = [item.text("src-address"), item.text("dst-address")];
  return item.menu.startsWith("/ipv6") || addresses.some((address) => address?.includes(":") === true);
}

/**
 * Whether the rule drops what it matches: packets of `lookup-only-in-table` go nowhere else when the table has no
 * route (Manual: Policy Routing).
 */
export function isDeadEnd(model: Model, rule: Item): boolean {
  const table = rule.text("table");
  return (
    rule.isDisabled === false &&
    rule.text("action") === "lookup-only-in-table" &&
    table !== undefined &&
    table !== "main" &&
    table !== "" &&
    routesIn(model, table).every((route) => route.isDisabled === true) &&
    !mayFillTable(model, table)
  );
}
