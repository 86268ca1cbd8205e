import type { AddChange } from "../../edit/change.ts";
import { escapeString, quoteValue } from "../../edit/quote.ts";
import { questionMarkOf } from "../../edit/style.ts";
import { importCertificate } from "../carry/certificates.ts";
import { cutOldConnections } from "../carry/connections.ts";
import { dropOldDefaultRoute, replaceDefaultRoute } from "../carry/default-route.ts";
import { type Endpoint, endpointOf, pinEndpoint } from "../carry/endpoint.ts";
import { spareFromFasttrack } from "../carry/fasttrack.ts";
import { warnOfIpv6 } from "../carry/ipv6-note.ts";
import { excludeLocal } from "../carry/local-exclusion.ts";
import { reviewClient } from "../carry/mentions.ts";
import { newName } from "../carry/name.ts";
import { type OpenvpnWords, openvpnWords } from "../carry/openvpn-words.ts";
import { bridgeNeed } from "../carry/overlay-need.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { commentOf, given } from "../carry/properties.ts";
import { farAddresses, removeClient, repointRoutes } from "../carry/remove-client.ts";
import { repointAll, warnLayerTwo } from "../carry/repoint.ts";
import { switchOff } from "../carry/retire.ts";
import { steeringOf } from "../carry/steering.ts";
import { addTestPath } from "../carry/test-path.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Tunnel } from "../plan.ts";
import { isVersion } from "../router-version.ts";

/** A dialled-out PPTP or L2TP tunnel becomes an OpenVPN client: another PPP interface that takes its references over. */
export function planOpenvpnClient(tunnel: Tunnel, context: PlanContext): Plan {
  const { model } = context;
  const draft = createDraft(tunnel, "openvpn", context);
  const old = tunnel.item.name ?? "";
  const name = newName(model, "openvpn", tunnel.item.name);
  const far = farAddresses(model, tunnel);
  const steering = steeringOf(model, tunnel, far);
  const endpoint = endpointOf(draft, "1194");
  addClient(draft, name, endpoint);
  pinEndpoint(draft, steering, endpoint);
  repointRoutes(draft, steering, old, name, far);
  const others = tunnel.dependents.filter(
    ({ item }) => item === undefined || !steering.routes.includes(item),
  );
  repointAll(draft, others, old, name);
  warnLayerTwo(draft, others, name);
  if (hasOwnDistance(draft)) replaceDefaultRoute(draft, name);
  excludeLocal(draft, steering);
  spareFromFasttrack(draft, steering);
  addTestPath(draft, steering, name);
  cutOldConnections(draft, steering, { interfaceName: name });
  warnLost(draft);
  warnOfIpv6(draft);
  warnOfPushedRoutes(draft, name);
  removeClient(draft);
  reviewClient(draft, far);
  return draft.finish({ before: [old], after: [name] });
}

/** OpenVPN clients bring their default route with distance 1 only. */
function hasOwnDistance({ tunnel }: PlanDraft): boolean {
  const { item } = tunnel;
  return item.text("add-default-route") === "yes" && (item.text("default-route-distance") ?? "1") !== "1";
}

function addClient(draft: PlanDraft, name: string, endpoint: Endpoint): void {
  const { model } = draft.context;
  const { item, isDisabled } = draft.tunnel;
  const words = openvpnWords(draft.context);
  const protocol = askProtocol(draft, words);
  const isBridged = bridgeNeed(profileOf(model, item)) !== undefined;
  const profile = item.property("profile")?.text;
  const dns = item.text("use-peer-dns");
  standBeside(
    draft,
    name,
    given({
      "add-default-route":
        item.text("add-default-route") === "yes" && !hasOwnDistance(draft) ? "yes" : undefined,
      auth: words.auth,
      certificate: askCertificate(draft),
      cipher: words.cipher,
      comment: commentOf(item),
      "connect-to": endpoint.host,
      disabled: isDisabled ? undefined : "no",
      "max-mtu": item.property("max-mtu")?.text,
      mode: isBridged ? "ethernet" : undefined,
      name,
      port: endpoint.port,
      profile: profile === "default-encryption" || profile === "default" ? undefined : profile,
      protocol: words.hasTlsWords ? protocol : undefined,
      "route-nopull": canRefuseRoutes(draft) ? "yes" : undefined,
      "tls-version": words.hasTlsWords ? "only-1.2" : undefined,
      "use-peer-dns": words.hasTlsWords && dns !== "no" ? dns : undefined,
      user: askUser(draft),
      "verify-server-certificate": words.hasVerify ? "yes" : undefined,
    }),
    isBridged && !isDisabled,
  );
  warnOfClient(draft, name, words);
}

/** `isHeld`: the new client may not run while the old one does. */
function standBeside(
  draft: PlanDraft,
  name: string,
  properties: AddChange["properties"],
  isHeld: boolean,
): void {
  const add = { kind: "add", menu: "/interface/ovpn-client", properties } as const;
  const { "add-default-route": _route, ...rest } = properties;
  const beside = given({
    ...rest,
    disabled: isHeld ? "yes" : rest["disabled"],
    "use-peer-dns": rest["use-peer-dns"] === undefined ? undefined : "no",
  });
  draft.step({
    title: `OpenVPN client \`${name}\``,
    reason: isHeld
      ? "It takes the old client's place, but stays off until then: two bridged links to one network are a loop."
      : "It takes the old client's place; the PPP profile goes on clamping TCP MSS.",
    stage: "parallel",
    changes: [add],
    script: [{ kind: "change", change: { ...add, properties: beside } }],
  });
  takeOver(draft, name, properties, isHeld);
}

/** The new client gets what it had to go without beside the old one. */
function takeOver(
  draft: PlanDraft,
  name: string,
  properties: AddChange["properties"],
  isHeld: boolean,
): void {
  const moved = ["add-default-route", "use-peer-dns"].filter((each) => properties[each] !== undefined);
  if (moved.length === 0 && !isHeld) return;
  if (properties["add-default-route"] !== undefined) dropOldDefaultRoute(draft);
  if (isHeld)
    switchOff(draft, draft.tunnel.item, {
      title: `\`${draft.tunnel.name}\` off`,
      reason: "Both clients bridge the same networks: only one of them may be up.",
    });
  const quoted = escapeString(name, { questionMark: questionMarkOf(draft.context.model) });
  const set = `/interface ovpn-client set [find where name="${quoted}"]`;
  const on = [
    ...moved.map((each) => `${each}=${String(properties[each])}`),
    ...(isHeld ? ["disabled=no"] : []),
  ];
  const off = [...(isHeld ? ["disabled=yes"] : []), ...moved.map((each) => `${each}=no`)];
  draft.step({
    title: `\`${name}\` takes over`,
    reason: "What the old client did alone until here, the new one does now.",
    stage: "cutover",
    changes: [],
    script: [
      { kind: "command", text: `${set} ${on.join(" ")}`, comment: "The new client takes the traffic." },
    ],
    rollback: [
      { kind: "command", text: `${set} ${off.join(" ")}`, comment: "The new client stands aside again." },
    ],
  });
}

function askProtocol(draft: PlanDraft, { protocol, hasTlsWords }: OpenvpnWords): string {
  if (!hasTlsWords || draft.context.link !== undefined) return protocol;
  const answer = draft.option({
    name: "protocol",
    description: "`tcp` where UDP does not pass.",
    kind: "choice",
    choices: ["udp", "tcp"],
  });
  return answer ?? protocol;
}

function askUser(draft: PlanDraft): string {
  const user = draft.tunnel.item.text("user") ?? "";
  return draft.input({
    name: "username",
    description: "User name at the other end; it may differ from the old tunnel's.",
    ...(user === "" ? {} : { suggestion: user }),
  });
}

function askCertificate(draft: PlanDraft): string {
  const { link } = draft.context;
  if (link !== undefined) return importCertificate(draft, link.user);
  return draft.input({
    name: "client-certificate",
    description:
      "Name of this router's certificate after `/certificate import` of the files that the other end gives.",
  });
}

function warnOfClient(draft: PlanDraft, name: string, { auth, hasTlsWords, hasVerify }: OpenvpnWords): void {
  draft.warn(
    `The password is not carried over: set it on the router with \`/interface ovpn-client set ${quoteValue(name, { highBytes: "raw" })} password=…\`.`,
  );
  if (auth === "sha1")
    draft.warn(
      `RouterOS 6 has OpenVPN over TCP with SHA-1 only${hasVerify ? "" : " and does not check the server's certificate"}: upgrade, or take IKEv2 where it is possible.`,
    );
  if (draft.context.link !== undefined) return;
  draft.warn(
    "The server's CA must be imported, `connect-to` must be the name in the server's certificate, and the clock must be right.",
  );
  if (hasTlsWords)
    draft.warn(
      "With a `.ovpn` file, `/interface ovpn-client import-ovpn-configuration` is the simplest way in, and the only one for `tls-auth` and `tls-crypt`.",
    );
  draft.warn(
    "The server must keep to one cipher: RouterOS does not negotiate ciphers (NCP) and has no LZO compression.",
  );
}

/**
 * No PPTP or L2TP server could push routes, so what is pushed would move traffic that never went into the tunnel.
 * Seen in 7.9 and later; the word is younger than OpenVPN itself.
 */
function canRefuseRoutes({ context }: PlanDraft): boolean {
  return isVersion(context.model, ">=7.9") === true;
}

function warnOfPushedRoutes(draft: PlanDraft, name: string): void {
  if (draft.context.link !== undefined) return;
  const { item } = draft.tunnel;
  if (canRefuseRoutes(draft))
    draft.warn(
      `Routes that the server pushes are not taken, as the old tunnel took none: \`route-nopull=yes\` of \`${name}\`. Write those that you want.`,
      item,
    );
  else if (isVersion(draft.context.model, ">=7") !== false && item.text("add-default-route") !== "yes")
    draft.warn(
      `Only part of the traffic went into the old tunnel. Where the server pushes routes or \`redirect-gateway\`, set \`route-nopull=yes\` on \`${name}\` if this version has it, or everything follows them.`,
      item,
    );
}

const LOST = [
  "allow",
  "max-mru",
  "mrru",
  "keepalive-timeout",
  "dial-on-demand",
  "ipsec-secret",
  "use-ipsec",
] as const;

function warnLost(draft: PlanDraft): void {
  const { item } = draft.tunnel;
  const lost = LOST.filter((name) => item.property(name) !== undefined);
  if (lost.length > 0)
    draft.warn(
      `Not carried over, since an OpenVPN client has nothing like it: ${lost.map((name) => `\`${name}\``).join(", ")}.`,
      item,
    );
}
