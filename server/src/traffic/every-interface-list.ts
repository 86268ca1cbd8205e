import type { Item, Model } from "../model/model.ts";

/** ", whose list `inside` includes `all`," of a rule that asks for a list of every interface; else nothing. */
export function everyInterfaceWords(model: Model, rule: Item): string {
  const list = rule.text("in-interface-list");
  return list !== undefined && list !== "all" && includesAll(model, list)
    ? `, whose list \`${list}\` includes \`all\`,`
    : "";
}

function includesAll(model: Model, list: string): boolean {
  const definitions = model.items("/interface/list").filter((definition) => !definition.text("exclude"));
  // Each list once: lists may include one another in a ring.
  const included = new Set([list]);
  for (const name of included) {
    const own = definitions.filter((definition) => definition.name === name);
    for (const word of own.flatMap((definition) => definition.text("include")?.split(",") ?? []))
      included.add(word);
  }
  return included.has("all");
}
