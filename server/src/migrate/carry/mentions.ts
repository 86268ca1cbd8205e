import type { Item, Model } from "../../model/model.ts";
import { type IpAddress, parseIpAddress } from "../../values/ip.ts";
import { containsAddress, containsSet, everyAddress, parseAddressSet } from "../../values/prefix-set.ts";
import type { PlanDraft } from "../draft.ts";
import { isInNetwork } from "./accounts.ts";
import { isPrivate } from "./local-networks.ts";
import { label } from "./properties.ts";

/** `isOwnTold`: whom the router asks through the tunnel is named already. Of a client: by its name, its kind in `find type=`, patterns that find it, and the addresses of its other end. */
export function reviewClient(draft: PlanDraft, far: readonly string[], isOwnTold = false): void {
  const { item, kind } = draft.tunnel;
  const old = item.name ?? "";
  reviewMentions(draft, [old, kind, kind.replace("-client", "-out")]);
  for (const { item: holder, property, text } of scriptTexts(draft.context.model)) {
    const found = [...text.matchAll(/name\s*~\s*\\?"([\w.^$ -]+)\\?"/g)].find(([, pattern = ""]) =>
      old.includes(pattern.replace(/[\^$]/g, "")),
    );
    if (found !== undefined)
      draft.review(
        `${label(holder)} finds \`${old}\` by \`name~"${found[1] ?? ""}"\` in the text of \`${property}\`; it is left as it is, change or disable it by hand.`,
        holder,
      );
  }
  reviewAddresses(draft, far, OTHER_END);
  reviewStrangeGateways(draft, far);
  reviewNeighbours(draft, far);
  reviewStrangePeers(draft, far, isOwnTold);
}

const OTHER_END = "an address of the old tunnel's other end; the new tunnel may use another";

/** What is spoken with by an address that may be the old tunnel's: a watched host, the far end of a tunnel inside it. */
const PEERS: readonly (readonly [menu: string, property: string])[] = [
  ["/tool/netwatch", "host"],
  ["/interface/eoip", "remote-address"],
  ["/interface/gre", "remote-address"],
  ["/interface/ipip", "remote-address"],
  ["/radius", "address"],
];

/** A private address that no network of the router holds, and no route leads to but the default one. */
function reviewStrangePeers(draft: PlanDraft, far: readonly string[], isOwnTold: boolean): void {
  const { model } = draft.context;
  const targets = model
    .items("/ip/route")
    .filter((route) => route.isDisabled !== true)
    .flatMap((route) => parseAddressSet(route.property("dst-address")?.text ?? "") ?? []);
  const isRouted = (address: IpAddress) =>
    targets.some((set) => containsAddress(set, address) && !containsSet(set, everyAddress("ip")));
  for (const [menu, property] of isOwnTold ? PEERS.filter(([each]) => each.startsWith("/interface/")) : PEERS)
    for (const item of model.items(menu).filter((each) => each.isDisabled !== true)) {
      const text = item.property(property)?.text ?? "";
      const address = parseIpAddress(text);
      if (address === undefined || !isPrivate(text) || far.includes(text)) continue;
      if (isInNetwork(model, text) === undefined && !isRouted(address))
        draft.review(
          `${label(item)} speaks with ${text}, which lies in no network of this file. Where that is the old tunnel's other end, give the new tunnel the same address there, or change it here.`,
          item,
        );
    }
}

/** Addresses that go with an old server: of the router itself in the tunnel, and of sites that keep none. */
export function reviewGone(draft: PlanDraft, own: readonly string[], sites: readonly string[]): void {
  reviewAddresses(
    draft,
    own,
    "the router's address in the old tunnel; without an interface the router has it no more",
  );
  reviewAddresses(draft, sites, OTHER_END);
}

/** BGP with a private address that no network of the router holds, as the other end of a PPP session is. */
function reviewNeighbours(draft: PlanDraft, far: readonly string[]): void {
  const { model } = draft.context;
  const sessions = [
    ...model.items("/routing/bgp/connection").map((item) => [item, item.text("remote.address")] as const),
    ...model.items("/routing/bgp/peer").map((item) => [item, item.text("remote-address")] as const),
  ];
  for (const [item, text = ""] of sessions) {
    const address = text.replace(/\/32$/, "");
    const isStrange =
      parseIpAddress(address) !== undefined &&
      isPrivate(address) &&
      isInNetwork(model, address) === undefined;
    if (isStrange && !far.includes(address) && item.isDisabled !== true)
      draft.review(
        `${label(item)} speaks with ${address}, which lies in no network of this file. Where that is the old tunnel's other end, both ends need new addresses there, or keep theirs.`,
        item,
      );
  }
}

/** A PPP session's far address stands in no file; a next hop that lies in no network of the router may be it. */
function reviewStrangeGateways(draft: PlanDraft, far: readonly string[]): void {
  const { model } = draft.context;
  // A lease may hold any network.
  if (model.items("/ip/dhcp-client").some((item) => item.isDisabled !== true)) return;
  const routes = model.items("/ip/route");
  const targets = routes.flatMap((route) => parseAddressSet(route.property("dst-address")?.text ?? "") ?? []);
  for (const route of routes.filter((each) => each.isDisabled === false)) {
    const hop = route.property("gateway")?.text ?? "";
    const address = parseIpAddress(hop);
    const isKnown =
      address === undefined ||
      far.includes(hop) ||
      isInNetwork(model, hop) !== undefined ||
      targets.some((set) => containsAddress(set, address) && !containsSet(set, everyAddress("ip")));
    if (!isKnown)
      draft.review(
        `${label(route)} goes by ${hop}, which lies in no network of this file. Where that is the old tunnel's other end, point the route to the new tunnel.`,
        route,
      );
  }
}

/** Scripts and notes that name the old interface or its protocol's menu: a person has to look at them. */
export function reviewMentions(draft: PlanDraft, names: readonly string[]): void {
  const { model } = draft.context;
  for (const { item, property, text } of scriptTexts(model)) {
    const name = names.find((word) => holdsWord(text, word));
    if (name === undefined) continue;
    draft.review(
      `${label(item)} names \`${name}\` in the text of \`${property}\`; it is left as it is, change or disable it by hand.`,
      item,
    );
  }
  for (const { command } of draft.tunnel.mentions) {
    if (command.embeddedIn === undefined && !command.isCertain)
      draft.review(
        `A script block in \`${command.menu}\` names \`${draft.tunnel.name}\`; change it by hand.`,
      );
  }
}

/** Moved, or part of the old server. */
const CARRIED = /^\/(?:ip(?:v6)?\/(?:route|address|pool|ipsec\/.*)|ppp\/.*)$/;

/** Values that hold an address which the old tunnel had and the new one may not: watch hosts, allowed lists, records. */
function reviewAddresses(draft: PlanDraft, addresses: readonly string[], what: string): void {
  const { model } = draft.context;
  if (addresses.length === 0) return;
  const own = new Set(draft.tunnel.dependents.map(({ item }) => item));
  for (const item of model.menus.flatMap((menu) => model.items(menu))) {
    if (own.has(item) || item === draft.tunnel.item || CARRIED.test(item.menu)) continue;
    for (const { name, text } of item.properties) {
      const found =
        name === "comment" ? undefined : addresses.find((address) => holdsWord(text ?? "", address));
      if (found !== undefined)
        draft.review(`${label(item)} holds \`${found}\` in \`${name}\`, ${what}.`, item);
    }
  }
}

interface ScriptText {
  readonly item: Item;
  readonly property: string;
  readonly text: string;
}

const SCRIPTS =
  /^(?:source|on-event|on-up|on-down|up-script|down-script|test-script|on-login|on-logout|lease-script|script|on-upgrade|on-alert|on-error)$/;

function scriptTexts(model: Model): readonly ScriptText[] {
  return model.menus.flatMap((menu) =>
    model
      .items(menu)
      .flatMap((item) =>
        item.properties
          .filter(({ name }) => SCRIPTS.test(name))
          .flatMap(({ name, text }) => (text === undefined ? [] : [{ item, property: name, text }])),
      ),
  );
}

/** The name as a word of its own: `pptp1` is not in `pptp10`. */
function holdsWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isInside = /[\w-]/.test(text[at - 1] ?? "") || /[\w-]/.test(text[at + word.length] ?? "");
    if (!isInside) return true;
  }
  return false;
}
