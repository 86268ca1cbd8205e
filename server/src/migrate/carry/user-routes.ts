import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { type Account, leadsTo, namesIdleBinding, type Seat, secretRoutes } from "./accounts.ts";
import { given, label } from "./properties.ts";
import { renamed } from "./repoint.ts";
import { ROUTES } from "./steering.ts";

/** Routes to networks behind users: static ones are re-pointed, those of `routes=` get written, `bare` users get host routes. */
export function carryUserRoutes(
  draft: PlanDraft,
  seats: readonly Seat[],
  interfaceName: string,
  bare: ReadonlySet<Seat>,
): void {
  const { model } = draft.context;
  const statics = ROUTES.flatMap((menu) => model.items(menu));
  const moved = new Set<Item>();
  for (const { account } of seats) {
    for (const route of statics) {
      if (moved.has(route) || !leadsTo(route, account.address, account.interfaces)) continue;
      moved.add(route);
      moveRoute(draft, route, account, interfaceName);
    }
    const missing = secretRoutes(account.secret).filter(
      ({ destination }) => ![...moved].some((route) => route.text("dst-address") === destination),
    );
    for (const { destination, distance } of missing)
      addRoute(
        draft,
        { comment: account.user, destination, distance, isDisabled: account.isDisabled },
        interfaceName,
        "The account's `routes=` made it at login.",
      );
  }
  for (const { account, address } of seats.filter((seat) => bare.has(seat)))
    addRoute(
      draft,
      {
        comment: account.user,
        destination: `${address}/32`,
        distance: undefined,
        isDisabled: account.isDisabled,
      },
      interfaceName,
      "The server made such a route at login; the new tunnel does not.",
    );
}

function moveRoute(draft: PlanDraft, route: Item, account: Account, to: string): void {
  const { address, interfaces } = account;
  const far = address === undefined ? [] : [address];
  const gateway = interfaces.reduce(
    (text, from) => renamed(text, "gateway", from, to, far),
    route.property("gateway")?.text ?? "",
  );
  const isIdle = route.isDisabled !== true && isIdleRoute(route, account);
  const change = {
    kind: "set",
    item: route,
    properties: given({ gateway, disabled: isIdle ? "yes" : undefined }),
  } as const;
  if (isIdle)
    draft.warn(
      `${label(route)} led to \`${account.user}\`, whose line is switched off, so it was not in use: it is switched off, too.`,
      route,
    );
  draft.step({
    title: `${label(route)}: through \`${to}\``,
    reason: "From here on its traffic takes the new tunnel.",
    stage: "cutover",
    changes: [change],
    script: [{ kind: "change", change }],
  });
}

/** PPP routes by nothing that is down; the new interface never is. */
function isIdleRoute(route: Item, account: Account): boolean {
  const gateway = route.property("gateway")?.text ?? "";
  const isOff = account.isDisabled && account.isInterfaceOff !== true;
  return isOff ? !gateway.includes(",") : namesIdleBinding(account, gateway);
}

interface NewRoute {
  readonly comment: string;
  readonly destination: string;
  readonly distance: string | undefined;
  readonly isDisabled: boolean;
}

function addRoute(draft: PlanDraft, route: NewRoute, interfaceName: string, reason: string): void {
  const add = {
    kind: "add",
    menu: "/ip/route",
    properties: given({
      comment: route.comment,
      disabled: route.isDisabled ? "yes" : undefined,
      distance: route.distance === "1" ? undefined : route.distance,
      "dst-address": route.destination,
      gateway: interfaceName,
    }),
  } as const;
  draft.step({
    title: `Route to ${route.destination} through \`${interfaceName}\``,
    reason,
    stage: "cutover",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}
