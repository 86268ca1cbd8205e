import { parseIpPrefix } from "../../values/ip.ts";
import { isOpen, type PlanDraft } from "../draft.ts";
import type { Tunnel } from "../plan.ts";
import { cutOldConnections } from "./connections.ts";
import { replaceDefaultRoute } from "./default-route.ts";
import { type Endpoint, pinEndpoint } from "./endpoint.ts";
import { keepFailover } from "./failover.ts";
import { spareFromFasttrack } from "./fasttrack.ts";
import { excludeLocal } from "./local-exclusion.ts";
import { reviewClient } from "./mentions.ts";
import { clampMss, hasPppClamp } from "./mss.ts";
import { profileOf, warnLostClientSettings } from "./ppp-profile.ts";
import { carryInterfaceList } from "./profile-effects.ts";
import { given, label } from "./properties.ts";
import { removeClient, repointRoutes } from "./remove-client.ts";
import { repointAll, warnLayerTwo } from "./repoint.ts";
import { carryAllPpp } from "./session-rules.ts";
import type { Steering } from "./steering.ts";
import { addTestPath } from "./test-path.ts";

/** An interface that is no PPP one and takes a client's place. */
export interface RoutedClient {
  readonly name: string;
  readonly endpoint: Pick<Endpoint, "host" | "address">;
  readonly steering: Steering;
  /** Addresses of the old tunnel's other end. */
  readonly far: readonly string[];
  /** Its MTU, where TCP MSS is to be clamped by rules. */
  readonly clampTo?: number;
  /** It notices by itself that the other end is gone, so that backup routes take over as before. */
  readonly goesDown?: boolean;
  /** It carries Ethernet frames. */
  readonly isEthernet?: boolean;
  /** Addresses of the old tunnel that the new one has too, or about which all is told. */
  readonly settled?: readonly string[];
}

/** Everything that names or reaches the old client goes over to the new interface. */
export function carryRouted(draft: PlanDraft, to: RoutedClient): void {
  const { tunnel } = draft;
  const { name, steering, far } = to;
  const old = tunnel.item.name ?? "";
  carryPeerDns(draft);
  pinEndpoint(draft, steering, to.endpoint);
  repointRoutes(draft, steering, old, name, far);
  const others = tunnel.dependents.filter(
    ({ item }) => item === undefined || !steering.routes.includes(item),
  );
  repointAll(draft, others, old, name);
  if (to.isEthernet !== true) warnLayerTwo(draft, others, name);
  carryAllPpp(draft, name);
  const profile = profileOf(draft.context.model, tunnel.item);
  if (profile !== undefined) carryInterfaceList(draft, profile, name, listsOf(tunnel));
  replaceDefaultRoute(draft, name);
  excludeLocal(draft, steering);
  spareFromFasttrack(draft, steering);
  if (to.clampTo !== undefined && !hasPppClamp(draft.context.model)) clampMss(draft, name, to.clampTo);
  addTestPath(draft, steering, name);
  cutOldConnections(draft, steering, { interfaceName: name });
  if (to.goesDown !== true) keepFailover(draft, steering, name);
  warnLostClientSettings(draft);
  removeClient(draft);
  const settled = to.settled ?? [];
  warnOfFixedAddresses(draft, settled);
  reviewClient(draft, far, { settled });
}

/** Interface lists that name the old tunnel, so that the new one comes in by re-pointing. */
function listsOf({ dependents }: Tunnel): Set<string> {
  const members = dependents.filter(({ command }) => command.menu === "/interface/list/member");
  return new Set(members.flatMap(({ item }) => item?.text("list") ?? []));
}

/** Asks for this router's address inside the tunnel; a PPP client got it at login. */
export function askTunnelAddress(
  draft: PlanDraft,
  {
    example = "10.13.128.5/32",
    suggestion,
  }: { readonly example?: string; readonly suggestion?: string } = {},
): string {
  return draft.input({
    name: "tunnel-address",
    kind: "host-prefix",
    description: `This router's address inside the tunnel, as ${example}; the provider or the other side assigns it.`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

export function addTunnelAddress(draft: PlanDraft, name: string, answer: string): void {
  const address = isOpen(answer) || answer.includes("/") ? answer : `${answer}/32`;
  const add = {
    kind: "add",
    menu: "/ip/address",
    properties: given({ address, interface: name, network: networkOf(address) }),
  } as const;
  draft.step({
    title: `Address of \`${name}\``,
    reason: "The old client got its address from the server at login; now it is written.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
  const network = networkOf(address);
  if (network !== undefined)
    draft.expect({
      about: "tunnel-address",
      address: `${network}/${address.split("/")[1] ?? "32"}`,
      reason: "the tunnel's own network is written now; PPP got it at login",
    });
}

/** As an export writes it; undefined while the address is not known. */
export function networkOf(address: string): string | undefined {
  const prefix = parseIpPrefix(address);
  if (prefix?.address.family !== "ip") return undefined;
  const size = 1n << BigInt(32 - prefix.length);
  const value = prefix.address.value - (prefix.address.value % size);
  return [24n, 16n, 8n, 0n].map((bits) => (value >> bits) & 0xffn).join(".");
}

function carryPeerDns(draft: PlanDraft): void {
  const { item } = draft.tunnel;
  if (!["yes", "exclusively"].includes(item.text("use-peer-dns") ?? "no")) return;
  const dns = draft.input({
    name: "dns",
    kind: "addresses",
    description: "Name server inside the tunnel; the old server gave one at login, the new tunnel does not.",
  });
  const settings = draft.context.model.settings("/ip/dns");
  const known = settings.property("servers")?.text;
  if (known?.split(",").includes(dns)) return;
  const servers =
    known === undefined || known === "" || item.text("use-peer-dns") === "exclusively"
      ? dns
      : `${known},${dns}`;
  const change = { kind: "set", item: settings, properties: { servers } } as const;
  draft.step({
    title: "Name server of the tunnel",
    reason: "The old client used the server's name server (`use-peer-dns`).",
    stage: "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** `src-nat` writes the old tunnel's address into packets; the new tunnel has another. */
function warnOfFixedAddresses(draft: PlanDraft, settled: readonly string[]): void {
  for (const { item } of draft.tunnel.dependents) {
    if (item?.text("action") !== "src-nat") continue;
    const to = item.text("to-addresses") ?? "";
    if (settled.includes(to)) continue;
    draft.warn(
      `${label(item)} writes \`to-addresses=${to}\` into packets for the tunnel: change it to the new tunnel address, or masquerade.`,
      item,
    );
  }
}
