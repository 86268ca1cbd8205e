import type { PropertyValue } from "../../edit/change.ts";
import type { Item, Model } from "../../model/model.ts";
import { writtenProperties } from "./properties.ts";

/** Whether another rule says just that, as one that was doubled when another server moved. */
export function hasTwin(
  model: Model,
  rule: Item,
  properties: Readonly<Record<string, PropertyValue | undefined>>,
): boolean {
  const wanted = Object.entries(properties).filter(([, value]) => value !== undefined);
  return model.items(rule.menu).some((other) => {
    const own = other === rule ? undefined : writtenProperties(other);
    return (
      own !== undefined &&
      Object.keys(own).length === wanted.length &&
      wanted.every(([name, value]) => own[name] === value)
    );
  });
}
