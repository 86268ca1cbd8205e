import { type Keep, sameListOrNew } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";
import type { IpFamily } from "../values/ip.ts";
import type { RuleTable, TableName } from "./chain.ts";
import { type ChainShadow, type ChainShadows, readChain } from "./chain-shadows.ts";
import { ROOT_CHAINS } from "./root-chains.ts";

/** A rule that can never act. Only what is certain is told. */
export type Shadow =
  | ChainShadow
  /** No enabled jump that can be reached leads to the rule's chain. */
  | { readonly kind: "unreachable-chain"; readonly item: Item; readonly chain: string };

type Tables = (family: IpFamily, name: TableName) => RuleTable;

/** Chains that hotspot jumps into by itself; PPP jumps on from the chain `ppp` to those of the profiles. */
const SELF_JUMPING = /^(hs-|pre-hs|hotspot|unused-hs|ppp$|dynamic)/;
const PROFILES = ["/ppp/profile", "/ip/hotspot/user/profile"];
const RADIUS_USERS = ["/ppp/aaa", "/ip/hotspot/profile"];

/** Looks through all tables of both families. One entry a rule, the strongest. */
export function createShadows(tables: Tables, model: Model, keep: Keep): () => readonly Shadow[] {
  const ofTable = keep.each((family: IpFamily) =>
    keep.each((name: TableName, earlier: TableShadows | undefined) =>
      shadowsOfTable(tables(family, name), model, earlier),
    ),
  );
  return keep.one<readonly Shadow[]>((earlier) => {
    const found = (["ip", "ipv6"] as const).flatMap((family) =>
      (["filter", "nat", "mangle", "raw"] as const).flatMap((name) => ofTable(family)(name).shadows),
    );
    return sameListOrNew(earlier, found);
  });
}

interface TableShadows {
  readonly chains: ReadonlyMap<string, ChainShadows>;
  readonly shadows: readonly Shadow[];
}

function shadowsOfTable(table: RuleTable, model: Model, earlier: TableShadows | undefined): TableShadows {
  const chains = new Map<string, ChainShadows>();
  for (const [chain, rules] of table.chains) {
    chains.set(chain, readChain(table, rules, earlier?.chains.get(chain)));
  }
  const found = [...chains.values()].flatMap(({ shadows }) => shadows);
  return { chains, shadows: [...found, ...unreachable(table, model)] };
}

function unreachable(table: RuleTable, model: Model): readonly Shadow[] {
  const bySession = table.name === "filter" ? sessionChains(model) : [];
  if (!table.isComplete || bySession === undefined) return [];
  const reached = new Set<string>([...ROOT_CHAINS[table.name], ...bySession]);
  const waiting = [...reached];
  for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
    for (const rule of table.chains.get(chain) ?? []) {
      const target = rule.action === "jump" ? rule.item.text("jump-target") : undefined;
      if (rule.action === "jump" && target === undefined) return [];
      if (target === undefined || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  return [...table.chains].flatMap(([chain, rules]) =>
    reached.has(chain) || chain === "" || SELF_JUMPING.test(chain)
      ? []
      : rules.map((rule) => ({ kind: "unreachable-chain", item: rule.item, chain }) as const),
  );
}

/** Chains that sessions of PPP and hotspot enter by their profile; undefined where a RADIUS server may name any. */
function sessionChains(model: Model): readonly string[] | undefined {
  const isAsked = RADIUS_USERS.some((menu) =>
    model.items(menu).some((item) => item.property("use-radius")?.text === "yes"),
  );
  if (isAsked) return undefined;
  return PROFILES.flatMap((menu) => model.items(menu)).flatMap((profile) =>
    ["incoming-filter", "outgoing-filter"].flatMap((name) => profile.text(name) ?? []),
  );
}
