import type { BoundCommand, Item, Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { holdsPort, isInputAccept, protocolOf } from "../facts/firewall.ts";
import { inOneSentence } from "../facts/label.ts";
import { downloadOf, scriptsOf } from "../facts/scripts.ts";
import { defineRule, type FindingPlace } from "../rule.ts";

/**
 * What MikroTik told owners of routers in the Mēris botnet to look for (its blog, 15 September 2021): SOCKS, an L2TP
 * client called lvpn, an input rule that opens 5678, schedulers that fetch. Each by itself may be harmless.
 */
export const merisTraces = defineRule({
  id: "meris-traces",
  group: "management",
  title: "Traces of the Mēris botnet",
  severity: "error",
  why: "These settings together are what MikroTik names as the traces of the Mēris botnet; the router is then in other hands.",
  advice:
    "If they are not yours: netinstall the router, change all passwords, and restore from a clean export.",
  references: ["MikroTik blog: Mēris botnet (September 2021)", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [506],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/interface l2tp-client",
    "add connect-to=198.51.100.7 disabled=no name=lvpn user=u",
    "/ip socks",
    "set enabled=yes port=5678",
  ),
  good: wholeExport(
    "7.16.2",
    "/interface l2tp-client",
    "add connect-to=vpn.example.com disabled=no name=lvpn user=anna",
  ),
  on: "model",
  check(model) {
    const traces = [...clients(model), ...proxy(model), ...openings(model)];
    const [first] = traces;
    const kinds = new Set(traces.map(({ words }) => words));
    if (first === undefined || kinds.size < 2) return undefined;
    const fetching = fetchers(model);
    return {
      at: first.at,
      item: first.item,
      message: `Traces of the Mēris botnet: ${inOneSentence([...kinds])}.`,
      related: [
        ...traces.slice(1).map(({ at, words }) => ({ at, message: words })),
        ...fetching.map((command) => ({ at: { command }, message: "a scheduler fetches from outside" })),
      ],
    };
  },
});

interface Trace {
  readonly at: FindingPlace;
  readonly item: Item;
  readonly words: string;
}

function clients(model: Model): Trace[] {
  return model
    .items("/interface/l2tp-client")
    .filter(({ name }) => name === "lvpn")
    .map((item) => ({ at: { item, property: "name" }, item, words: "an L2TP client called `lvpn`" }));
}

function proxy(model: Model): Trace[] {
  const item = model.settings("/ip/socks");
  if (item.text("enabled") !== "yes") return [];
  return [{ at: { item, property: "enabled" }, item, words: "an enabled SOCKS proxy" }];
}

/** By UDP that port is the neighbour discovery of RouterOS itself. */
function openings(model: Model): Trace[] {
  return model
    .items("/ip/firewall/filter")
    .filter((rule) => isInputAccept(rule, model) && opensPort(rule))
    .map((item) => ({ at: { item, property: "dst-port" }, item, words: "TCP port 5678 open to the router" }));
}

/** A range that happens to hold the port was not made for it, and who lets only some hosts in knows what for. */
function opensPort(rule: Item): boolean {
  const ports = rule.text("dst-port") ?? "";
  return (
    protocolOf(rule) === "tcp" &&
    !ports.includes("-") &&
    holdsPort(ports, 5678) &&
    SOURCES.every((name) => rule.property(name) === undefined)
  );
}

const SOURCES = ["src-address", "src-address-list", "in-interface", "in-interface-list"];

function fetchers(model: Model): readonly BoundCommand[] {
  return model
    .derive(scriptsOf)
    .filter(({ holder }) => holder?.menu === "/system/scheduler")
    .flatMap(({ commands }) => commands.filter((command) => downloadOf(command) !== undefined));
}
