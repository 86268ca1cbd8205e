import type { Model } from "../../model/model.ts";
import { firewallMenus } from "../../traffic/firewall-menus.ts";
import { replaceAccepts } from "../carry/accepts.ts";
import { type Account, accountsOf } from "../carry/accounts.ts";
import { makeCertificates } from "../carry/certificates.ts";
import { endServer } from "../carry/end-server.ts";
import { lansOf } from "../carry/local-networks.ts";
import { reviewMentions } from "../carry/mentions.ts";
import { newName, uniqueName } from "../carry/name.ts";
import {
  OPENVPN_SERVER,
  type OpenvpnWords,
  openvpnWords,
  runningServer,
  speechOf,
} from "../carry/openvpn-words.ts";
import { bridgeNeed } from "../carry/overlay-need.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { commentOf, given, label } from "../carry/properties.ts";
import { renamed, repointAll, warnLayerTwo } from "../carry/repoint.ts";
import { addItems, setItem } from "../carry/retire.ts";
import { networkOf } from "../carry/routed-client.ts";
import { warnUsers } from "../carry/user-notes.ts";
import { createDraft, type PlanDraft } from "../draft.ts";
import type { Plan, PlanContext, Tunnel } from "../plan.ts";
import { isVersion } from "../router-version.ts";
import { openvpnClientFile } from "./openvpn-file.ts";
import { needsOwn } from "./wireguard-sites.ts";

/** The accounts stay, and so do profiles, pools and addresses: OpenVPN is one more PPP service. */
export function planOpenvpnServer(tunnel: Tunnel, context: PlanContext): Plan {
  const { model } = context;
  const draft = createDraft(tunnel, "openvpn", context);
  const accounts = accountsOf(model, tunnel);
  const words = openvpnWords(context);
  const endpoint = draft.input({
    name: "endpoint",
    kind: "host",
    description:
      "Public name or address of this router; it stands in the server's certificate and the users' files.",
  });
  const certificates = makeCertificates(
    draft,
    endpoint,
    accounts.map(({ user }) => user),
  );
  const routes = lanRoutes(model);
  const pushed = canPush(model) && !accounts.some((account) => isSite(draft, account)) ? routes : [];
  switchOn(draft, certificates.server, pushed);
  replaceAccepts(draft, [{ protocol: words.protocol, port: words.port, comment: "OpenVPN" }]);
  const bindings = carryBindings(draft);
  carrySessionNames(draft, accounts);
  moveAccounts(draft, accounts);
  endServer(draft, []);
  warnOfAccounts(draft, accounts);
  const isPushed = pushed.length > 0 && runningServer(model) === undefined;
  warnUsers(draft, accounts, isPushed ? PUSHED : undefined);
  draft.file(openvpnClientFile(endpoint, words, isPushed ? [] : routes));
  const own = tunnel.kind.replace("-server", "");
  reviewMentions(draft, [tunnel.kind, ...bindings.keys(), ...accounts.map(({ user }) => `<${own}-${user}>`)]);
  const sessions = accounts.map(({ user }) => user);
  return draft.finish({
    before: [
      "<ppp>",
      ...bindings.keys(),
      ...sessions.flatMap((user) => [`<${own}-${user}>`, `<ppp-${user}>`]),
    ],
    after: [
      "<ppp>",
      ...bindings.values(),
      ...sessions.flatMap((user) => [`<ovpn-${user}>`, `<ppp-${user}>`]),
    ],
  });
}

const PUSHED = "the server pushes the networks behind the router only.";

/** From 7.17 on servers are items; before there is one, in a settings menu. */
function switchOn(draft: PlanDraft, certificate: string, routes: readonly string[]): void {
  const { model } = draft.context;
  const { tunnel } = draft;
  const running = runningServer(model);
  if (running !== undefined) {
    draft.warn(
      `${label(running)} is on already and serves the users as it is; check its cipher, its certificate and its port.`,
      running,
    );
    return;
  }
  const hasItems = isVersion(model, ">=7.17") === true;
  const properties = serverProperties(draft, certificate, routes);
  const title = "OpenVPN server on";
  const reason = "It serves the same accounts, with the same addresses, beside the old server.";
  if (hasItems) {
    const name = uniqueName("ovpn-server1", (each) => model.names("iface").includes(each));
    const disabled = tunnel.isDisabled ? undefined : "no";
    addItems(draft, { title, reason }, [
      { menu: OPENVPN_SERVER, properties: given({ ...properties, disabled, name }) },
    ]);
  } else {
    const enabled = tunnel.isDisabled ? undefined : "yes";
    setItem(draft, model.settings(OPENVPN_SERVER), given({ ...properties, enabled }), {
      title,
      reason,
      stage: "parallel",
    });
  }
}

function serverProperties(
  draft: PlanDraft,
  certificate: string,
  routes: readonly string[],
): Record<string, string | true> {
  const words = openvpnWords(draft.context);
  const profile = draft.tunnel.item.text("default-profile");
  return given({
    ...offered(draft, words),
    certificate,
    "default-profile": profile === "default" ? undefined : profile,
    mode: isBridged(draft) ? "ethernet" : undefined,
    port: words.port,
    protocol: words.hasTlsWords ? words.protocol : undefined,
    "push-routes": routes.length === 0 ? undefined : routes.join(","),
    "require-client-certificate": "yes",
    "tls-version": words.hasTlsWords ? "only-1.2" : undefined,
  });
}

/** The best of the version for all, and what one other end needs beside it. */
function offered(
  { context }: PlanDraft,
  words: OpenvpnWords,
): { readonly auth: string; readonly cipher: string } {
  const hasGcm = speechOf(context.model).isGcm;
  const best = hasGcm ? ["sha256", "sha512"] : [speechOf(context.model).auth];
  return {
    auth: [...new Set([words.auth, ...best])].join(","),
    cipher: hasGcm ? "aes256-gcm,aes256-cbc" : words.cipher,
  };
}

/** A profile that bridges sessions needs frames, not packets. */
function isBridged({ context, tunnel }: PlanDraft): boolean {
  const { model } = context;
  const profiles = [tunnel.item, ...(tunnel.secrets ?? [])].map((item) => profileOf(model, item));
  return profiles.some((profile) => bridgeNeed(profile) !== undefined);
}

/** Networks behind the router, for the users' routing tables: `192.168.88.0 255.255.255.0`. */
function lanRoutes(model: Model): readonly string[] {
  return lansOf(model).flatMap(({ address }) => {
    const [network = "", length = ""] = address.split("/");
    const mask = networkOf(`255.255.255.255/${length}`);
    return mask === undefined || network.includes(":") ? [] : [`${network} ${mask}`];
  });
}

/** `push-routes` came with 7.14. */
function canPush(model: Model): boolean {
  return isVersion(model, ">=7.14") === true;
}

/** A router that has routes of its own: pushed ones, which all accounts get alike, would change its ways at login. */
function isSite(draft: PlanDraft, account: Account): boolean {
  return account.networks.length > 0 || needsOwn(draft, account);
}

/** Static interfaces of single users, with all that names them. */
function carryBindings(draft: PlanDraft): ReadonlyMap<string, string> {
  const { model } = draft.context;
  const names = new Map<string, string>();
  for (const binding of draft.tunnel.bindings ?? []) {
    const old = binding.name ?? "";
    const name = newName(model, "openvpn", old, [...names.values()]);
    names.set(old, name);
    addItems(
      draft,
      { title: `Static interface \`${name}\``, reason: `It is for the same user as \`${old}\`.` },
      [
        {
          menu: "/interface/ovpn-server",
          properties: given({
            comment: commentOf(binding),
            disabled: binding.property("disabled")?.text,
            name,
            user: binding.text("user"),
          }),
        },
      ],
    );
    const own = draft.tunnel.dependents.filter(
      ({ target }) => target.kind === "item" && target.items.includes(binding),
    );
    repointAll(draft, own, old, name);
    warnLayerTwo(draft, own, name);
  }
  return names;
}

const FIREWALL = firewallMenus("ip");

/** `<pptp-anna>` is called `<ovpn-anna>` from now on. */
function carrySessionNames(draft: PlanDraft, accounts: readonly Account[]): void {
  const own = draft.tunnel.kind.replace("-server", "");
  const menus = [...FIREWALL, "/queue/simple", "/ip/route"];
  const properties = ["in-interface", "out-interface", "target", "gateway"];
  for (const item of menus.flatMap((menu) => draft.context.model.items(menu))) {
    const changed: Record<string, string> = {};
    for (const { user } of accounts) {
      for (const name of properties) {
        const text = changed[name] ?? item.property(name)?.text ?? "";
        const now = renamed(text, name, `<${own}-${user}>`, `<ovpn-${user}>`);
        if (now !== text) changed[name] = now;
      }
    }
    if (Object.keys(changed).length > 0)
      setItem(draft, item, changed, {
        title: `${label(item)}: for the session's new name`,
        reason: "The interface of a session is called after its service.",
      });
  }
}

/** Names of accounts are unique, so one account serves both while users move: any, then OpenVPN alone. */
function moveAccounts(draft: PlanDraft, accounts: readonly Account[]): void {
  for (const { secret, isAny, user } of accounts) {
    if (isAny) {
      draft.warn(
        `\`${user}\` may log in by any PPP service, OpenVPN too: the account is left as it is.`,
        secret,
      );
      continue;
    }
    const change = { kind: "set", item: secret, properties: { service: "ovpn" } } as const;
    draft.step({
      title: `${label(secret)}: for both`,
      reason: "The user may log in by the old and the new service while moving over.",
      stage: "parallel",
      changes: [],
      script: [{ kind: "change", change: { ...change, properties: { service: "any" } } }],
    });
    draft.step({
      title: `${label(secret)}: for OpenVPN only`,
      reason: "The old service is off; the password, the profile and the address stay.",
      stage: "decommission",
      changes: [change],
      script: [{ kind: "change", change }],
    });
  }
}

function warnOfAccounts(draft: PlanDraft, accounts: readonly Account[]): void {
  const { model } = draft.context;
  for (const { user, secret } of accounts.filter((account) => account.user.length > 27))
    draft.warn(`\`${user}\` is longer than the 27 letters that OpenVPN takes.`, secret);
  warnOfTwins(draft, accounts);
  draft.warn("The passwords went over the old, weak login: give each user a new one when the move is done.");
  if (isVersion(model, ">=7") === false)
    draft.warn(
      "RouterOS 6 has OpenVPN over TCP with SHA-1 only: upgrade, or take IKEv2 where it is possible.",
    );
  if (accounts.length === 0)
    draft.warn(
      "No account for this server is in the file; RADIUS users log in as before, certificates are made by hand.",
    );
}

/** The account gives the same address to both sessions, so a site that dials both ways has two routes to each end. */
function warnOfTwins(draft: PlanDraft, accounts: readonly Account[]): void {
  const fixed = accounts.filter(
    ({ isDisabled, address, pool }) => !isDisabled && address !== undefined && pool === undefined,
  );
  if (fixed.length === 0) return;
  const users = fixed.map(({ user, address }) => `\`${user}\` (${address ?? ""})`).join(", ");
  draft.warn(
    `While one user has both sessions up, both have the same addresses, and what goes to them may take either: ${users}. Let a site dial the new way only shortly before its cutover.`,
  );
}
