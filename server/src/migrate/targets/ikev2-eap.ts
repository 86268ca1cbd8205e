import type { Item } from "../../model/model.ts";
import { type Account, profilePool } from "../carry/accounts.ts";
import { carryPoolLists } from "../carry/pool-lists.ts";
import { profileOf } from "../carry/ppp-profile.ts";
import { commentOf, given, label } from "../carry/properties.ts";
import { addItems, setItem } from "../carry/retire.ts";
import { nameOfUser } from "../carry/user-names.ts";
import type { PlanDraft } from "../draft.ts";
import { addModeConfig, askPool, carryOwn, drawsFromPool, type UserService } from "./ikev2-users.ts";

/** Who checks names and passwords. */
export type EapServer = "user-manager" | "radius";

/** One identity for all users, who log in by name and password; a RADIUS server knows them. */
export function addEapUsers(
  draft: PlanDraft,
  responder: UserService,
  users: readonly Account[],
  certificate: string,
  server: EapServer,
): void {
  addSharedConfig(draft, responder, users);
  addItems(draft, { title: "One identity for all users", reason: "RADIUS knows the users and decides." }, [
    {
      menu: "/ip/ipsec/identity",
      properties: {
        "auth-method": "eap-radius",
        certificate,
        comment: "users by name and password",
        "generate-policy": "port-strict",
        "mode-config": responder.name,
        peer: responder.peer,
        "policy-template-group": responder.name,
      },
    },
  ]);
  if (server === "user-manager") addUserManager(draft, users, certificate);
  else askExternal(draft, users);
  const listed = carryPoolLists(draft, users);
  for (const user of users) carryOwn(draft, user, drawsFromPool(user), listed);
}

/** All users share one mode config, so there is one pool; fixed addresses come from RADIUS. */
function addSharedConfig(draft: PlanDraft, responder: UserService, users: readonly Account[]): void {
  const { model } = draft.context;
  const pools = [...new Set(users.flatMap(({ pool }) => pool?.name ?? []))];
  const byServer = profilePool(model, profileOf(model, draft.tunnel.item))?.name;
  const needsPool = users.length === 0 || users.some(drawsFromPool);
  const pool = pools[0] ?? (needsPool ? (byServer ?? askPool(draft, responder.name)) : undefined);
  const profile = profileOf(model, draft.tunnel.item);
  const byProfile = { profile, local: profile?.property("local-address")?.text };
  const user = users.find(drawsFromPool) ?? users[0] ?? byProfile;
  addModeConfig(draft, responder, { "address-pool": pool }, user);
  if (pools.length > 1)
    draft.warn(
      `Users drew from the pools ${pools.map((name) => `\`${name}\``).join(", ")}; with EAP all draw from \`${pool ?? ""}\`.`,
    );
}

const LOCAL = "127.0.0.1";
/** Both sides of one secret: this router asks itself. */
const RADIUS_SECRET = {
  name: "radius-secret",
  description:
    "Secret between this router and its own User Manager; make a long random one, it is typed nowhere else.",
};

/** The router's own RADIUS server (manual: IKEv2 with EAP-MSCHAPv2 handled by User Manager). */
function addUserManager(draft: PlanDraft, users: readonly Account[], certificate: string): void {
  const { model } = draft.context;
  const settings = model.settings("/user-manager");
  if (settings.text("enabled") !== "yes")
    setItem(
      draft,
      settings,
      { certificate, enabled: "yes" },
      {
        title: "User Manager on",
        reason: "It knows the users' names and passwords, which IPsec asks by RADIUS.",
        stage: "parallel",
      },
    );
  addLocalClient(draft);
  addItems(
    draft,
    {
      title: "The users in User Manager",
      reason: "The old passwords went over a login that can be cracked: each user gets a new one.",
    },
    users.map((user) => ({ menu: "/user-manager/user", properties: userOf(draft, user) })),
  );
  draft.warn(
    "User Manager is a package of its own (`user-manager`, not for SMIPS boards) and the licence level limits how many sessions it serves: install it before the first stage.",
  );
}

function addLocalClient(draft: PlanDraft): void {
  const { model } = draft.context;
  const isHere = (item: Item) => item.text("address") === LOCAL && item.isDisabled !== true;
  const [router, radius] = ["/user-manager/router", "/radius"].map((menu) => model.items(menu).find(isHere));
  const needsSecret = router === undefined || radius === undefined;
  const secret = needsSecret ? draft.secret(RADIUS_SECRET) : "";
  if (router === undefined)
    addItems(draft, { title: "User Manager answers this router", reason: "It answers known routers only." }, [
      {
        menu: "/user-manager/router",
        properties: { address: LOCAL, name: "local", "shared-secret": secret },
      },
    ]);
  if (radius !== undefined) answerIpsec(draft, radius);
  else
    addItems(
      draft,
      { title: "IPsec asks User Manager", reason: "By RADIUS, over the router's own address." },
      [
        {
          menu: "/radius",
          properties: { address: LOCAL, comment: "User Manager of this router", secret, service: "ipsec" },
        },
      ],
    );
}

function userOf(
  draft: PlanDraft,
  { user, secret, isDisabled, address, pool }: Account,
): Record<string, string | true> {
  const isFixed = address !== undefined && pool === undefined;
  return given({
    attributes: isFixed ? `Framed-IP-Address:${address}` : undefined,
    comment: commentOf(secret),
    disabled: isDisabled ? "yes" : undefined,
    name: user,
    password: draft.secret({
      name: `${nameOfUser(draft.context, secret).slug}-password`,
      description: `New password of \`${user}\`; put it into the script on the router, or set it there afterwards.`,
    }),
  });
}

/** Somebody else's RADIUS server, which PPP asks already. */
function askExternal(draft: PlanDraft, users: readonly Account[]): void {
  const { model } = draft.context;
  const servers = model.items("/radius").filter((item) => item.isDisabled !== true);
  const [server] = servers.filter((item) => servicesOf(item).includes("ppp"));
  const asked = server ?? servers[0];
  if (asked === undefined)
    draft.warn("No RADIUS server is in the file: add one with `/radius add service=ipsec`.");
  else answerIpsec(draft, asked);
  draft.warn(
    "The RADIUS server must know EAP (EAP-MSCHAPv2, or PEAP) and send `Framed-IP-Address` to users with an address of their own.",
  );
  if (users.length > 0)
    draft.warn(
      `These accounts are this router's own, and RADIUS has to know them before they can log in: ${users.map(({ user }) => `\`${user}\``).join(", ")}.`,
    );
}

function answerIpsec(draft: PlanDraft, server: Item): void {
  const services = servicesOf(server);
  if (services.includes("ipsec")) return;
  setItem(
    draft,
    server,
    { service: [...services, "ipsec"].join(",") },
    {
      title: `${label(server)} answers for IPsec too`,
      reason: "It was asked for other services only.",
      stage: "parallel",
    },
  );
}

function servicesOf(server: Item): readonly string[] {
  return (server.property("service")?.text ?? "").split(",").filter((word) => word !== "");
}
