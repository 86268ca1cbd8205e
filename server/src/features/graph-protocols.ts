import type { Item } from "../model/model.ts";
import { parseIpAddress } from "../values/ip.ts";
import { containsAddress, parseAddressSet } from "../values/prefix-set.ts";
import { type GraphDraft, idOf, shortList } from "./graph-draft.ts";
import { listNode, tableNode } from "./graph-sources.ts";
import { interfaceNode } from "./graph-tunnels.ts";

/** Where routes come from that no line writes: routing protocols, with the table they fill and whom they speak to. */
export function addProtocols(draft: GraphDraft): void {
  const { model } = draft.analysis;
  for (const menu of ["/routing/ospf/instance", "/routing/ospf-v3/instance"])
    for (const instance of model.items(menu)) addOspf(draft, instance);
  for (const instance of model.items("/routing/rip/instance")) addRip(draft, instance);
  addBgp(draft);
}

function addOspf(draft: GraphDraft, instance: Item): void {
  const { model } = draft.analysis;
  const base = instance.menu.slice(0, instance.menu.lastIndexOf("/"));
  const areas = model.items(`${base}/area`).filter((area) => isIn(area, instance));
  const isOurs = (item: Item) => areas.some(({ name }) => name === item.text("area")) && isSpeaking(item);
  const templates = model.items(`${base}/interface-template`).filter(isOurs);
  const networks = model.items(`${base}/network`).filter(isOurs);
  const named = model
    .items(`${base}/interface`)
    .filter((item) => isOurs(item) && item.text("interface") !== "all");
  const speakers = [
    ...templates.flatMap((template) => speakersOf(draft, template)),
    ...networks.flatMap((network) => interfacesIn(draft, network.text("network") ?? "")),
    ...named.flatMap((item) => item.text("interface") ?? []),
  ];
  if (templates.length + networks.length + named.length === 0) return;
  addProtocol(draft, instance, `OSPF ${instance.name ?? ""}`, speakers);
}

/** Areas of RouterOS 6 that name no instance are of the one that every router has, whatever it is called. */
function isIn(area: Item, instance: Item): boolean {
  const named = area.property("instance")?.text;
  return named === undefined ? instance.origin !== "add" : named === instance.name;
}

function addRip(draft: GraphDraft, instance: Item): void {
  const templates = draft.analysis.model
    .items("/routing/rip/interface-template")
    .filter((template) => template.text("instance") === instance.name && isSpeaking(template));
  if (templates.length === 0) return;
  addProtocol(
    draft,
    instance,
    `RIP ${instance.name ?? ""}`,
    templates.flatMap((template) => speakersOf(draft, template)),
  );
}

/** Not disabled, and not passive: that only tells of a network to others. */
function isSpeaking(item: Item): boolean {
  const passive = item.property("passive");
  return item.isDisabled !== true && (passive === undefined || passive.isUnset || passive.text === "no");
}

/** Names of interfaces and lists; empty where all take part. */
function speakersOf(draft: GraphDraft, template: Item): readonly string[] {
  const names = (template.text("interfaces") ?? "")
    .split(",")
    .filter((name) => name !== "" && name !== "all");
  const networks = (template.text("networks") ?? "").split(",").filter((network) => network !== "");
  return names.length > 0 ? names : networks.flatMap((network) => interfacesIn(draft, network));
}

function interfacesIn({ network: { connected } }: GraphDraft, prefix: string): readonly string[] {
  const set = parseAddressSet(prefix);
  if (set === undefined) return [];
  return [...connected("ip"), ...connected("ipv6")]
    .filter(({ own }) => containsAddress(set, own))
    .map((one) => one.interface);
}

function addProtocol(draft: GraphDraft, instance: Item, label: string, speakers: readonly string[]): void {
  const id = draft.node(
    idOf("route", instance),
    { label: label.trim(), kind: "route", detail: "learned routes" },
    instance,
  );
  draft.edge(tableNode(draft, tableOf(instance)), id);
  for (const name of new Set(speakers)) draft.edge(id, speakerNode(draft, name), "neighbours");
}

function speakerNode(draft: GraphDraft, name: string): string {
  const isList =
    draft.analysis.model.find("iface-list", name).length > 0 &&
    draft.network.interfaces.item(name) === undefined;
  return isList ? listNode(draft, name) : interfaceNode(draft, name);
}

function tableOf(item: Item): string {
  const named = ["routing-table", "vrf"].map((name) => item.property(name)?.text);
  return named.find((name) => name !== undefined && name !== "") ?? "main";
}

interface Session {
  readonly item: Item;
  readonly far: string;
  readonly system: string | undefined;
  readonly table: string;
  readonly towards: string | undefined;
}

/** Sessions that fill one table by one interface stand together when there are many. */
function addBgp(draft: GraphDraft): void {
  const { model } = draft.analysis;
  const sessions = [
    ...model
      .items("/routing/bgp/connection")
      .map((item) => sessionOf(draft, item, "remote.address", "remote.as")),
    ...model.items("/routing/bgp/peer").map((item) => sessionOf(draft, item, "remote-address", "remote-as")),
  ];
  const groups = new Map<string, Session[]>();
  for (const session of sessions) {
    const key = `${session.table}\n${session.towards ?? ""}\n${session.item.isDisabled === true}`;
    groups.set(key, [...(groups.get(key) ?? []), session]);
  }
  for (const group of groups.values()) {
    if (group.length > MOST_SESSIONS) addSessions(draft, group);
    else for (const session of group) addSessions(draft, [session]);
  }
}

const MOST_SESSIONS = 3;

function sessionOf({ analysis }: GraphDraft, item: Item, addressName: string, systemName: string): Session {
  const { model, traffic } = analysis;
  const far = item.text(addressName)?.replace(/[/%@].*$/, "") ?? "";
  const address = parseIpAddress(far);
  const parents = [
    ...model
      .items("/routing/bgp/template")
      .filter(({ name }) => name === (item.text("templates") ?? "default")),
    ...model.items("/routing/bgp/instance").filter(({ name }) => name === item.text("instance")),
  ];
  const speaking = [item, ...parents].map(tableOf).find((table) => table !== "main");
  return {
    item,
    far,
    system: item.text(systemName),
    table: speaking ?? "main",
    towards: address && traffic.interfaceTowards(address),
  };
}

function addSessions(draft: GraphDraft, group: readonly Session[]): void {
  const [first] = group;
  if (!first) return;
  const { item, far, system, table, towards } = first;
  const isOne = group.length === 1;
  const label = isOne ? `BGP ${item.name ?? far}` : `${group.length} BGP sessions`;
  const names = shortList(group.map((session) => session.item.name ?? session.far));
  const detail = isOne ? `learned routes${system === undefined ? "" : `, AS ${system}`}` : names;
  const id = draft.node(idOf("route", item), { label, kind: "route", detail }, item);
  draft.edge(tableNode(draft, table), id);
  if (towards !== undefined) draft.edge(id, interfaceNode(draft, towards), isOne ? far : "neighbours");
  else if (isOne && far !== "")
    draft.edge(id, draft.node(`gateway:${far}`, { label: far, kind: "peer", detail: "gateway" }));
}
