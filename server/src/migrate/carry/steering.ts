import type { Item, Model } from "../../model/model.ts";
import type { Tunnel } from "../plan.ts";

/** How traffic is brought into a tunnel. */
export interface Steering {
  /** Routes whose gateway is the tunnel, by name or by the far end's address; disabled ones included. */
  readonly routes: readonly Item[];
  /** Tables of those routes, "main" among them. */
  readonly tables: readonly string[];
  /** Mangle rules that mark for one of those tables; disabled ones included. */
  readonly marks: readonly Item[];
  /** Routing rules that look up one of those tables. */
  readonly rules: readonly Item[];
}

/** `far`: addresses of the tunnel's other end. */
export function steeringOf(model: Model, tunnel: Tunnel, far: readonly string[] = []): Steering {
  const named = tunnel.dependents
    .filter(({ property, command }) => property === "gateway" && ROUTES.includes(command.menu))
    .flatMap(({ item }) => (item === undefined ? [] : [item]));
  const byAddress = ROUTES.flatMap((menu) => model.items(menu)).filter((route) => namesHost(route, far));
  const routes = [...new Set([...named, ...byAddress])];
  const tables = [...new Set(routes.map(tableOf))];
  const marked = tables.filter((table) => table !== "main");
  const marks = ["/ip/firewall/mangle", "/ipv6/firewall/mangle"]
    .flatMap((menu) => model.items(menu))
    .filter(
      (rule) =>
        rule.text("action") === "mark-routing" && marked.includes(rule.text("new-routing-mark") ?? ""),
    );
  const rules = ["/routing/rule", "/ip/route/rule"]
    .flatMap((menu) => model.items(menu))
    .filter((rule) => marked.includes(rule.text("table") ?? ""));
  return { routes, tables, marks, rules };
}

/**
 * What steers into the tunnel while all is well, apart from routes of marked tables that wait behind a nearer one: who
 * is marked for such a table belongs to the other way.
 */
export function withoutBackups(
  model: Model,
  steering: Steering,
): { readonly steering: Steering; readonly backups: readonly Item[] } {
  const backups = steering.routes.filter((route) => waitsBehindOther(model, route, steering.routes));
  const routes = steering.routes.filter((route) => !backups.includes(route));
  const left = new Set(
    backups.map(tableOf).filter((table) => routes.every((each) => tableOf(each) !== table)),
  );
  const named = (item: Item, property: string) => left.has(item.text(property) ?? "");
  return {
    steering: {
      routes,
      tables: steering.tables.filter((table) => !left.has(table)),
      marks: steering.marks.filter((rule) => !named(rule, "new-routing-mark")),
      rules: steering.rules.filter((rule) => !named(rule, "table")),
    },
    backups,
  };
}

/** Rules that mark for a route where it is chosen already: only prerouting and output come before that. */
export function idleMarks(model: Model, { marks }: Steering): readonly Item[] {
  const before = new Map(
    [...new Set(marks.map(({ menu }) => menu))].map(
      (menu) => [menu, chainsReached(model, menu, ["prerouting", "output"])] as const,
    ),
  );
  return marks.filter((rule) => {
    const chain = rule.text("chain");
    return chain !== undefined && before.get(rule.menu)?.has(chain) === false;
  });
}

/** Chains that packets of the built-in ones come through, by jumps. */
export function chainsReached(model: Model, menu: string, from: readonly string[]): ReadonlySet<string> {
  const jumps = model.items(menu).filter((rule) => rule.text("action") === "jump");
  const targets = jumps.map((jump) => jump.text("jump-target"));
  const own = model.items(menu).flatMap((rule) => rule.text("chain") ?? []);
  const isBuiltIn = (chain: string) =>
    ["prerouting", "input", "forward", "output", "postrouting"].includes(chain);
  // A jump whose target is computed may lead to any of the file's own chains.
  const open = targets.includes(undefined) ? own.filter((chain) => !isBuiltIn(chain)) : [];
  const chains = new Set([...from, ...open]);
  // A set takes in what is added while it is walked.
  for (const chain of chains)
    for (const jump of jumps) if (jump.text("chain") === chain) chains.add(jump.text("jump-target") ?? "");
  return chains;
}

function waitsBehindOther(model: Model, route: Item, own: readonly Item[]): boolean {
  const table = tableOf(route);
  if (table === "main") return false;
  return model
    .items(route.menu)
    .filter((other) => !own.includes(other) && tableOf(other) === table && other.isDisabled === false)
    .some((other) => targetOf(other) === targetOf(route) && distanceOf(other) < distanceOf(route));
}

function targetOf(route: Item): string {
  return isDefaultRoute(route) ? "" : (route.property("dst-address")?.text ?? "");
}

function distanceOf(route: Item): number {
  const distance = Number(route.text("distance") ?? 1);
  return Number.isFinite(distance) ? distance : 1;
}

export const ROUTES: readonly string[] = ["/ip/route", "/ipv6/route"];

/** `routing-table=` in v7, `routing-mark=` in v6. */
export function tableOf(route: Item): string {
  return route.property("routing-table")?.text || route.property("routing-mark")?.text || "main";
}

export function isDefaultRoute(route: Item): boolean {
  return ["", "0.0.0.0/0", "::/0"].includes(route.property("dst-address")?.text ?? "");
}

function namesHost(route: Item, far: readonly string[]): boolean {
  const hops = (route.property("gateway")?.text ?? "").split(",");
  return hops.some((hop) => far.includes(hop.split("@")[0] ?? ""));
}

/** Properties of a mangle rule that say what it does, not what it matches. */
const ACTIONS =
  /^(?:action|chain|comment|disabled|log|log-prefix|passthrough|new-.*|copy-from|place-before)$/;

/** What a rule matches, as written; undefined when a part is computed. */
export function matchersOf(rule: Item): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const { name, text, isUnset } of rule.properties) {
    if (isUnset || ACTIONS.test(name)) continue;
    if (text === undefined) return undefined;
    found[name] = text;
  }
  return found;
}

/** A mark the rule asks for, so that an earlier rule has already chosen. */
export function asksForMark(rule: Item): boolean {
  const mark = rule.property("connection-mark")?.text;
  return mark !== undefined && mark !== "no-mark" && !mark.startsWith("!");
}
