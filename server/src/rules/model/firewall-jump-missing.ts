import type { BoundCommand, Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { isReadWhole } from "../facts/known-command.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Chains that RouterOS makes itself: hotspot and the ppp profiles' filters. */
const DYNAMIC = /^(?:hs-|hotspot|pre-hs|unused-hs|ppp$|dynamic)/;

export const firewallJumpMissing = defineRule({
  id: "firewall-jump-missing",
  group: "model",
  title: "Jump to a chain without rules, or to none",
  severity: "warning",
  why: "The chain holds no rule, so the jump does nothing and the packet goes on behind it.",
  advice: "Correct the chain's name, or remove the jump.",
  references: ["Manual: Filter"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=jump chain=input jump-target=from-wan",
    "add action=drop chain=from-wna",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall filter",
    "add action=jump chain=input jump-target=from-wan",
    "add action=drop chain=from-wan",
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: FIREWALL_MENUS,
  check(item, { model }) {
    const target = item.property("jump-target");
    if (jumpsNowhere(item, model))
      return {
        at: { item, property: "action" },
        item,
        message: `Rule ${label(item)} jumps nowhere: it has no \`jump-target\`.`,
      };
    if (item.text("action") !== "jump" || target?.text === undefined || item.isDisabled !== false)
      return undefined;
    if (!model.absenceMeansDefault(item.menu) || DYNAMIC.test(target.text)) return undefined;
    if (model.gather(menuOfScript).includes(item.menu)) return undefined;
    const chains = model.items(item.menu).flatMap((rule) => rule.text("chain") ?? []);
    if (chains.includes(target.text)) return undefined;
    const guess = didYouMean(target.text, [...new Set(chains)]);
    return {
      at: { item, property: "jump-target" },
      item,
      message: `Rule ${label(item)} jumps to the chain \`${target.text}\`, which has no rule${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes:
        guess === undefined
          ? []
          : [
              {
                id: "did-you-mean",
                title: `Jump to ${guess}`,
                changes: [{ kind: "set", item, properties: { "jump-target": guess } }],
              },
            ],
    };
  },
});

function jumpsNowhere(item: Item, model: Model): boolean {
  const target = item.property("jump-target");
  const isWritten = target !== undefined && !target.isUnset && target.text !== "";
  const isJump = item.property("action")?.text === "jump" && item.isDisabled === false;
  if (!isJump || isWritten || item.origin !== "add" || item.property("copy-from") !== undefined) return false;
  return item.command !== undefined && isReadWhole(item.command, model);
}

/** A script that adds rules may fill the chain when it runs. */
function menuOfScript({ menu, command, isCertain }: BoundCommand): readonly string[] {
  return command === "add" && !isCertain ? [menu] : [];
}
