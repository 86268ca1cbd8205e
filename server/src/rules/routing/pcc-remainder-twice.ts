import type { Item, Model } from "../../model/model.ts";
import { label, labelBeside } from "../facts/label.ts";
import { matchersOf } from "../facts/marks.ts";
import { defineRule, type Finding } from "../rule.ts";

const CLASSIFIER = "per-connection-classifier";

export const pccRemainderTwice = defineRule({
  id: "pcc-remainder-twice",
  group: "routing",
  title: "Share of a connection classifier given twice",
  severity: "warning",
  why: "Both rules take the same share of the connections, so one of the marks is never used and the load is not spread as meant.",
  advice: "Give each rule a remainder of its own, from 0 up to the denominator less one.",
  references: ["Manual: Per connection classifier"],
  presets: ["recommended", "strict"],
  bad: "/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=a per-connection-classifier=both-addresses:2/0\nadd action=mark-connection chain=prerouting new-connection-mark=b per-connection-classifier=both-addresses:2/0\n",
  good: "/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=a per-connection-classifier=both-addresses:3/0\nadd action=mark-connection chain=prerouting new-connection-mark=a per-connection-classifier=both-addresses:3/1\nadd action=mark-connection chain=prerouting new-connection-mark=b per-connection-classifier=both-addresses:3/2\n",
  on: "model",
  check(model) {
    return ["/ip/firewall/mangle", "/ipv6/firewall/mangle"].flatMap((menu) =>
      sharesOf(model, menu).flatMap((shares) => repeated(shares)),
    );
  },
});

interface Share {
  readonly rule: Item;
  /** All but the remainder: rules that are alike in it divide the same packets among them. */
  readonly key: string;
  readonly parts: number;
  readonly part: number;
  readonly mark: string;
}

function sharesOf(model: Model, menu: string): readonly (readonly Share[])[] {
  const groups = new Map<string, Share[]>();
  for (const rule of model.items(menu)) {
    const share = rule.isDisabled === false && rule.isCertain ? shareOf(rule) : undefined;
    if (share !== undefined) groups.set(share.key, [...(groups.get(share.key) ?? []), share]);
  }
  return [...groups.values()];
}

function shareOf(rule: Item): Share | undefined {
  const [, hash, parts, part] = /^([a-z-]+):(\d+)\/(\d+)$/.exec(rule.property(CLASSIFIER)?.text ?? "") ?? [];
  const mark = ["new-connection-mark", "new-routing-mark", "new-packet-mark"].map((name) => rule.text(name));
  if (hash === undefined || mark.every((text) => text === undefined)) return undefined;
  const others = [...matchersOf(rule)].filter(([name]) => name !== CLASSIFIER);
  if (others.some(([, text]) => text === undefined)) return undefined;
  const matchers = others.map(([name, text]) => `${name}=${text}`).sort();
  const key = [rule.text("chain"), rule.text("action"), hash, parts, ...matchers].join("\n");
  return { rule, key, parts: Number(parts), part: Number(part), mark: mark.join(" ") };
}

function repeated(shares: readonly Share[]): readonly Finding[] {
  return shares.flatMap((share, at) => {
    const first = shares.slice(0, at).find((one) => one.part === share.part);
    if (first === undefined || first.mark === share.mark) return [];
    const { rule } = share;
    return [
      {
        at: { item: rule, property: CLASSIFIER },
        item: rule,
        message: `Rule ${label(rule)} takes the share ${share.parts}/${share.part} of the connections, as ${labelBeside(first.rule, rule)} does for another mark${missing(shares)}.`,
        related: [{ at: { item: first.rule, property: CLASSIFIER }, message: "takes it as well" }],
      },
    ];
  });
}

function missing(shares: readonly Share[]): string {
  const parts = shares[0]?.parts ?? 0;
  if (parts > 64) return "";
  const left = Array.from({ length: parts }, (_, part) => part).filter(
    (part) => !shares.some((share) => share.part === part),
  );
  return left.length === 1 ? `, and none takes ${parts}/${left[0]}` : "";
}
