import type { Change } from "../../edit/change.ts";
import type { IpFamily } from "../../values/ip.ts";
import type { RuleContext } from "../rule.ts";
import { internetSide, matchersOf } from "./internet-side.ts";
import { ipv6Outside } from "./ipv6-outside.ts";

type Matchers = Readonly<Record<string, string>>;

/** What matches everything that strangers send, one entry a drop. */
export function outsideMatchers(context: RuleContext, family: IpFamily): readonly Matchers[] {
  if (family === "ip") return internetSide(context)?.matchers ?? [];
  return matchersOf(context, ipv6Outside(context));
}

/** Drops ahead of all that the input chain holds, for what strangers send to the ports that `what` names. */
export function dropsFromOutside(
  context: RuleContext,
  family: IpFamily,
  what: readonly Matchers[],
): readonly Change[] {
  const menu = `/${family}/firewall/filter`;
  const first = context.model.items(menu).find((rule) => rule.text("chain") === "input");
  return outsideMatchers(context, family).flatMap((from) =>
    what.map((matchers) => ({
      kind: "add" as const,
      menu,
      properties: { action: "drop", chain: "input", ...from, ...matchers },
      ...(first === undefined ? {} : { place: { before: first } }),
    })),
  );
}
