import type { Item } from "../../model/model.ts";
import { formatRate, parseRatePair, type RatePair } from "../../values/rate.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Manual, HTB: max-limit has to be at least limit-at. 0 is no limit. */
export const queueLimitAboveMax = defineRule({
  id: "queue-limit-above-max",
  group: "routing",
  title: "Queue that promises more than it lets through",
  severity: "warning",
  why: "A queue never gets more than max-limit, so the limit-at above it is a promise that is not kept, and it takes the rate from other queues.",
  advice: "Lower limit-at, or raise max-limit.",
  references: ["Manual: HTB", "Manual: Queues"],
  presets: ["recommended", "strict"],
  bad: "/queue simple\nadd limit-at=20M/20M max-limit=10M/10M name=anna target=192.168.88.9/32\n",
  good: "/queue simple\nadd limit-at=10M/10M max-limit=20M/20M name=anna target=192.168.88.9/32\n",
  on: ["/queue/simple", "/queue/tree"],
  check(item) {
    const [promised, most] = [rateOf(item, "limit-at"), rateOf(item, "max-limit")];
    if (item.isDisabled !== false || promised === undefined || most === undefined) return undefined;
    const way = (["upload", "download"] as const).find((one) => most[one] > 0 && promised[one] > most[one]);
    if (way === undefined) return undefined;
    return {
      at: { item, property: "limit-at" },
      item,
      message: `Queue ${label(item)} is promised ${formatRate(promised[way])}, but lets ${formatRate(most[way])} through at most.`,
    };
  },
});

function rateOf(item: Item, name: string): RatePair | undefined {
  const text = item.property(name)?.text;
  return text === undefined ? undefined : parseRatePair(text);
}
