import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { given, label, writtenProperties } from "./properties.ts";
import { addItems } from "./retire.ts";

/** The rule goes on for others, and says the same of the new tunnel beside: once for each set of words. */
export function doubleRule(
  draft: PlanDraft,
  rule: Item,
  ...variants: readonly Readonly<Record<string, string | undefined>>[]
): void {
  const written = writtenProperties(rule);
  if (written === undefined)
    return void draft.review(`${label(rule)} has computed values; write the same for IPsec by hand.`, rule);
  addItems(
    draft,
    { title: `${label(rule)}: the same for IPsec`, reason: "The new tunnel is no interface." },
    variants.map((words) => ({
      menu: rule.menu,
      properties: given({ ...written, ...words }),
      place: { after: rule },
    })),
  );
}
