import type { Item, Model } from "../model/model.ts";

/** ", whose list `inside` includes `all`," of a rule that asks for a list of every interface; else nothing. */
export function everyInterfaceWords(model: Model, rule: Item): string {
  const list = rule.text("in-interface-list");
  return list !== undefined && list !== "all" && includesAll(model, list, 0)
    ? `, whose list \`${list}\` includes \`all\`,`
    : "";
}

function includesAll(model: Model, list: string, depth: number): boolean {
  if (list === "all") return true;
  if (depth > MAX_DEPTH) return false;
  return model
    .items("/interface/list")
    .filter((definition) => definition.name === list && !definition.text("exclude"))
    .some((definition) =>
      (definition.text("include")?.split(",") ?? []).some((word) => includesAll(model, word, depth + 1)),
    );
}

/** Lists may include one another in a ring. */
const MAX_DEPTH = 8;
