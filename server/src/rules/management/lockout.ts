import type { Item, Model } from "../../model/model.ts";
import { lastAccountLost } from "../../traffic/accounts.ts";
import { type CutAccess, findCutAccess } from "../../traffic/declared-access.ts";
import { findLostAccess, type LostAccess } from "../../traffic/lockout.ts";
import { firstLine } from "../facts/internet-side.ts";
import { enumerate, label } from "../facts/label.ts";
import { defineRule, type Finding, type FindingPlace, type RuleContext } from "../rule.ts";

const ACCESS = "add action=accept chain=input dst-port=8291 protocol=tcp src-address=192.168.88.0/24";
const DROP = "add action=drop chain=input";
const ADDRESS = ["/ip address", "add address=192.168.88.1/24 interface=lan network=192.168.88.0"];

/** Two things: what a change cuts that worked before it, and ways that the file means to open and cuts itself. */
export const lockout = defineRule({
  id: "lockout",
  group: "management",
  title: "Way to administer the router is cut",
  severity: "error",
  why: "Whoever imports this is thrown off the router, or never gets in: the statement keeps out those that the configuration lets administer it.",
  advice:
    "Accept the administrators ahead of the drop, or leave them a service, and keep a session in Safe Mode open while the change is applied; MAC WinBox, where it is on, gets in from the same network segment only.",
  references: ["Manual: Filter", "Manual: Services", "Manual: Console, Safe Mode"],
  compliance: ["M"],
  presets: ["recommended", "strict"],
  bad: [...ADDRESS, "/ip firewall filter", DROP, ACCESS, ""].join("\n"),
  good: [...ADDRESS, "/ip firewall filter", ACCESS, DROP, ""].join("\n"),
  on: "model",
  check(model, context) {
    const lost = [...lostAccess(context).map((one) => changed(one, model)), ...lostAccount(context)];
    // What an edit cut is told once.
    return lost.length > 0 ? lost : byPlace(findCutAccess(context.traffic)).map(contradicted);
  },
});

function lostAccess({ before, traffic, policy }: RuleContext): readonly LostAccess[] {
  return before === undefined ? [] : findLostAccess(before, traffic, policy);
}

function changed({ from, services, by, reason }: LostAccess, model: Model): Finding {
  return {
    at: by === undefined ? (firstLine(model) ?? { item: model.settings("/ip/service") }) : placeOf(by),
    ...(by === undefined ? {} : { item: by }),
    // A service that the change switches off is the very thing that cuts the way.
    severity: "error",
    message: `After this change nobody can administer the router from \`${from}\`: ${answered(services)} before, and now ${reason}.`,
  };
}

/** The router may have accounts that no file speaks of. */
function lostAccount({ before, model }: RuleContext): readonly Finding[] {
  const account = before === undefined ? undefined : lastAccountLost(before.network.model, model);
  if (account === undefined) return [];
  return [
    {
      at: { item: account, property: account.isDisabled === true ? "disabled" : "group" },
      item: account,
      severity: "warning",
      message: `After this change no user that the file knows may change the router: ${label(account)} was the last one.`,
    },
  ];
}

/** "`winbox` and 5 other services answered". */
function answered([first = "", ...others]: readonly string[]): string {
  const rest =
    others.length === 0 ? "" : ` and ${others.length} other service${others.length === 1 ? "" : "s"}`;
  return `\`${first}\`${rest} answered`;
}

/** The way was meant, but may never have been used: the configuration is not wrong for being so. */
function contradicted([first, ...others]: readonly [CutAccess, ...CutAccess[]]): Finding {
  const services = [...new Set([first, ...others].map(({ service }) => service))];
  return {
    at: placeOf(first.cuts),
    item: first.cuts,
    severity: "warning",
    message: `${first.opens.menu === "/ip/service" ? `The service lets \`${first.from}\` in` : `Rule ${label(first.opens)} lets \`${first.from}\` in`} to ${enumerate(services)}, but ${first.reason}.`,
    related: [{ at: { item: first.opens }, message: "this lets administrators in" }],
  };
}

/** One finding for each pair of statements, whatever services they are about. */
function byPlace(cuts: readonly CutAccess[]): (readonly [CutAccess, ...CutAccess[]])[] {
  const groups = new Map<Item, Map<Item, [CutAccess, ...CutAccess[]]>>();
  for (const cut of cuts) {
    const same = groups.get(cut.cuts) ?? new Map<Item, [CutAccess, ...CutAccess[]]>();
    const group = same.get(cut.opens);
    if (group === undefined) same.set(cut.opens, [cut]);
    else group.push(cut);
    groups.set(cut.cuts, same);
  }
  return [...groups.values()].flatMap((same) => [...same.values()]);
}

function placeOf(item: Item): FindingPlace {
  return { item, property: item.menu === "/ip/service" ? serviceWord(item) : (WORDS[item.menu] ?? "action") };
}

const WORDS: Readonly<Record<string, string>> = {
  "/interface/bridge": "vlan-filtering",
  "/interface/bridge/port": "disabled",
};

function serviceWord(item: Item): string {
  return item.isDisabled === true ? "disabled" : "address";
}
