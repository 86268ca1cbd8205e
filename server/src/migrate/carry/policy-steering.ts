import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { isStop } from "./failover.ts";
import { placeInForward } from "./mss.ts";
import { nearerLists } from "./nearer-routes.ts";
import type { Selection } from "./policy-selection.ts";
import { mainDestinations, ruleMatchers, sparedBefore } from "./policy-selection.ts";
import type { Stops } from "./policy-stops.ts";
import { given, label } from "./properties.ts";
import { addItems, retire, setItem } from "./retire.ts";
import { asksForMark, ROUTES, type Steering, tableOf } from "./steering.ts";
import { isTunnel, masquerades } from "./wan-side.ts";

/** Takes the old steering away, or turns it into the marks that the selection waits for. */
export function moveSteering(
  draft: PlanDraft,
  steering: Steering,
  selection: Selection,
  { from, stops }: { readonly from: string; readonly stops: Stops },
): void {
  const kept = new Set<Item>(stops.done);
  if (selection.kind === "mark" && !selection.isKept) {
    for (const rule of steering.marks.filter(({ menu }) => menu === "/ip/firewall/mangle")) {
      markInstead(draft, rule, selection.mark);
      kept.add(rule);
    }
    markByRules(draft, steering, selection.mark);
    markByRoutes(draft, steering, selection.mark);
  }
  for (const rule of [...steering.marks, ...steering.rules]) {
    if (!kept.has(rule))
      retire(
        draft,
        rule,
        "An IPsec tunnel has no interface to route into: its mode-config chooses the packets.",
      );
  }
  const closed = stops.isClosed || deadEnds(draft, steering);
  for (const route of steering.routes) dropRoute(draft, route, from);
  const emptied = steering.tables.filter((table) => table !== "main");
  for (const table of emptied) dropTable(draft, steering, table, kept);
  if (closed) replaceStop(draft, selection);
  else warnOfLeak(draft, selection);
}

/**
 * Nothing went out while the old tunnel was down. In forward nothing tells a packet that no policy will take from one
 * that it will, since that is known after source translation, so the line can be made useless to it and not shut.
 */
function replaceStop(draft: PlanDraft, selection: Selection): void {
  const isSpared = killSwitch(draft, selection);
  const rest = isSpared ? " Their sources stay as they are there, so hardly anything comes back." : "";
  draft.lose(
    `Nothing left unencrypted while the old tunnel was down. With IPsec down there is no policy, and such packets leave by the provider's line in clear.${rest} A stop that holds needs an interface: move to WireGuard, or use \`--set overlay=gre\` where the other end is yours.`,
  );
}

/** The same packets get a connection mark where they got a routing mark. */
function markInstead(draft: PlanDraft, rule: Item, mark: string): void {
  const asked = rule.property("connection-mark")?.text;
  const limits = ["dst-address", "dst-address-list", "dst-address-type"];
  const isOpen = rule.text("chain") !== "output" && limits.every((name) => rule.property(name) === undefined);
  const properties = {
    ...given({
      action: "mark-connection",
      "connection-mark": asked ?? "no-mark",
      "dst-address-type": isOpen && !asksForMark(rule) ? "!local" : undefined,
      "new-connection-mark": mark,
    }),
    "new-routing-mark": undefined,
  };
  setItem(draft, rule, properties, {
    title: `${label(rule)}: marks connections for the tunnel`,
    reason: "An IPsec tunnel has no interface to route into: its mode-config takes marked connections.",
  });
  if (asksForMark(rule))
    draft.warn(
      `${label(rule)} now gives connections the mark \`${mark}\` in place of \`${asked ?? ""}\`: rules behind it that ask for the old mark no longer see them.`,
      rule,
    );
}

const RULE_WORDS: Readonly<Record<string, string>> = {
  "src-address": "src-address",
  "dst-address": "dst-address",
  interface: "in-interface",
};

function markByRules(draft: PlanDraft, { rules }: Steering, mark: string): void {
  for (const rule of rules.filter((each) => each.isDisabled !== true)) {
    const matchers = Object.entries(ruleMatchers(rule) ?? { unknown: "" });
    const words = matchers.map(([name, value]) => [RULE_WORDS[name], value] as const);
    if (words.some(([name]) => name === undefined)) {
      draft.review(
        `${label(rule)} asks for more than a connection mark can tell; choose its packets by hand.`,
        rule,
      );
      continue;
    }
    const asked = {
      ...Object.fromEntries(words.map(([name, value]) => [name ?? "", value])),
      ...spareWords(draft, rule, mark),
    };
    addItems(
      draft,
      {
        title: `Mark the connections of ${label(rule)}`,
        reason: "The routing rule chose them for the old tunnel.",
        stage: "cutover",
      },
      [{ menu: "/ip/firewall/mangle", properties: markProperties(asked, mark) }],
    );
  }
}

/** What rules ahead sent by table main stays out of the tunnel; a rule about a destination says so by itself. */
function spareWords(draft: PlanDraft, rule: Item, mark: string): Record<string, string> {
  const spared = sparedBefore(draft.context.model, rule);
  const [only] = spared;
  if (only === undefined || rule.property("dst-address") !== undefined) return {};
  if (spared.length === 1) return { "dst-address": `!${only}` };
  const list = `${mark}-direct`;
  addItems(
    draft,
    { title: `Address list \`${list}\``, reason: "Routing rules sent these networks by table main." },
    spared.map((address) => ({ menu: "/ip/firewall/address-list", properties: { address, list } })),
  );
  return { "dst-address-list": `!${list}` };
}

/** Networks that table main sent into the tunnel, less what nearer routes took. */
function markByRoutes(draft: PlanDraft, steering: Steering, mark: string): void {
  const spared = nearerLists(draft, steering, mainDestinations(draft, steering), mark);
  for (const [network, list] of spared) {
    const asked = {
      "dst-address": network,
      ...(list === undefined ? {} : { "dst-address-list": `!${list}` }),
    };
    addItems(
      draft,
      {
        title: `Mark the connections to ${network}`,
        reason: "A route sent them into the old tunnel.",
        stage: "cutover",
      },
      // A route is chosen after dst-nat, which prerouting is before.
      [
        {
          menu: "/ip/firewall/mangle",
          properties: markProperties({ ...asked, chain: "forward" }, mark),
          ...placeInForward(draft.context.model),
        },
      ],
    );
  }
}

function markProperties(
  { chain = "prerouting", ...asked }: Readonly<Record<string, string>>,
  mark: string,
): Record<string, string | true> {
  return given({
    ...asked,
    action: "mark-connection",
    chain,
    comment: `${mark}: into the IPsec tunnel`,
    "connection-mark": "no-mark",
    "dst-address-type":
      chain !== "prerouting" || asked["dst-address"]?.startsWith("!") === false ? undefined : "!local",
    "new-connection-mark": mark,
    passthrough: "yes",
  });
}

/** A route with other hops keeps those. */
function dropRoute(draft: PlanDraft, route: Item, from: string): void {
  const hops = (route.property("gateway")?.text ?? "").split(",");
  const others = hops.filter((hop) => (hop.split("@")[0] ?? "").replace(/^.*%/, "") !== from);
  const isShared = hops.length > 1 && others.length > 0 && others.length < hops.length;
  if (isShared) {
    setItem(
      draft,
      route,
      { gateway: others.join(",") },
      {
        title: `${label(route)}: without the tunnel`,
        reason: "An IPsec tunnel is no gateway; the other hops stay.",
      },
    );
    draft.warn(
      `${label(route)} shared its traffic with the tunnel; now all of it takes the other hops, except what the mode-config chooses.`,
      route,
    );
    return;
  }
  retire(draft, route, "An IPsec tunnel is no gateway: its policy takes the packets on their way out.");
}

/** Nothing marks for the table any more, so whatever else stands in it is dead. */
function dropTable(draft: PlanDraft, steering: Steering, table: string, kept: ReadonlySet<Item>): void {
  const { model } = draft.context;
  const gone = new Set<Item>(
    [...steering.routes, ...steering.marks, ...steering.rules].filter((item) => !kept.has(item)),
  );
  for (const item of kept) gone.add(item);
  const rest = ROUTES.flatMap((menu) => model.items(menu)).filter(
    (route) => tableOf(route) === table && !gone.has(route),
  );
  for (const route of rest) {
    gone.add(route);
    retire(draft, route, `Nothing is marked for table \`${table}\` any more.`);
    if (!isStop(route) && route.isDisabled !== true)
      draft.lose(`${label(route)} took over when the tunnel was down; now such traffic goes by table main.`);
  }
  const [declared] = model.items("/routing/table").filter((item) => item.name === table);
  if (declared === undefined) return;
  const users = model.referencesTo(declared).filter(({ item }) => item === undefined || !gone.has(item));
  if (users.length === 0) retire(draft, declared, "Nothing uses the table any more.");
  else draft.review(`Routing table \`${table}\` stays: something else names it.`, declared);
}

/** Whether traffic stopped when the old tunnel was down, instead of leaving unencrypted. */
function deadEnds(draft: PlanDraft, { tables, rules }: Steering): boolean {
  const { model } = draft.context;
  const holds = (table: string) =>
    ROUTES.flatMap((menu) => model.items(menu)).some(
      (route) => tableOf(route) === table && isStop(route) && route.isDisabled === false,
    );
  const isStrict = rules.some(
    (rule) => rule.text("action") === "lookup-only-in-table" && rule.isDisabled === false,
  );
  return isStrict || tables.some((table) => table !== "main" && holds(table));
}

/** No tunnel, no dynamic policy: the provider's masquerade must then leave the chosen hosts alone. */
function killSwitch(draft: PlanDraft, selection: Selection): boolean {
  const property = selection.kind === "list" ? "src-address-list" : "connection-mark";
  const value = selection.kind === "list" ? `!${selection.list}` : `!${selection.mark}`;
  const old = new Set(draft.tunnel.dependents.map(({ item }) => item));
  const { model } = draft.context;
  const rules = masquerades(model).filter(
    (each) => !old.has(each) && !isTunnel(model, each.property("out-interface")?.text ?? ""),
  );
  for (const rule of rules.filter((each) => each.property(property) === undefined)) {
    setItem(
      draft,
      rule,
      { [property]: value },
      {
        title: `${label(rule)}: not for the tunnel's hosts`,
        reason:
          "Nothing was let out when the tunnel was down; without a translated source hardly anything comes back.",
      },
    );
  }
  const spares = (rule: Item) => [undefined, value].includes(rule.property(property)?.text);
  return rules.length > 0 && rules.every(spares);
}

/** How to keep traffic from leaving in clear while the tunnel is down. */
function warnOfLeak(draft: PlanDraft, selection: Selection): void {
  const words =
    selection.kind === "list" ? `src-address-list=!${selection.list}` : `connection-mark=!${selection.mark}`;
  const old = new Set(draft.tunnel.dependents.map(({ item }) => item));
  const hasMasquerade = masquerades(draft.context.model).some((rule) => !old.has(rule));
  // In forward no `ipsec-policy` tells them: the policy knows only sources that are translated already.
  const how = hasMasquerade
    ? ` Give the provider's masquerade \`${words}\`, and hardly anything comes back there.`
    : "";
  draft.warn(
    `While the tunnel is down there is no policy, and its hosts leave by the provider's line unencrypted.${how}`,
  );
}
