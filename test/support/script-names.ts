import { type Router, type Row, rowsIn } from "./router-state.ts";

/** A name that was written before its object was there: a router refuses that. */
export interface EarlyName {
  readonly words: string;
  /** Whether the object is there by now. */
  isThere(): boolean;
}

/** Names that a row's properties give to objects which the router does not hold at this moment. */
export function earlyNames(router: Router, { menu, values }: Row): readonly EarlyName[] {
  const { schema } = router.model;
  return [...values].flatMap(([property, value]) => {
    const reference = schema.reference(menu, property);
    const isMade = reference?.namespaces.some((each) => schema.isDeclaredByUse(each)) === true;
    if (reference === undefined || isMade || value === true) return [];
    const names = (reference.list ? value.split(",") : [value]).map((name) => name.replace(/^!/, ""));
    return names
      .filter((name) => name !== "" && !isNamed(router, reference.namespaces, name))
      .map((name) => ({
        words: `${menu}: ${property}=${name} is written before there is such a thing`,
        isThere: () => isNamed(router, reference.namespaces, name),
      }));
  });
}

function isNamed(router: Router, namespaces: readonly string[], name: string): boolean {
  const { schema } = router.model;
  return namespaces.some(
    (namespace) =>
      schema.builtinsOf(namespace).includes(name) ||
      schema
        .definitionsOf(namespace)
        .some(({ menu, property }) =>
          menusLike(router, menu).some((each) =>
            rowsIn(router, each).some(
              ({ values, item }) =>
                values.get(property) === name || (property === "name" && item?.name === name),
            ),
          ),
        ),
  );
}

/** `/interface/*` stands for every menu of typed interfaces. */
function menusLike({ menus }: Router, menu: string): readonly string[] {
  if (!menu.endsWith("*")) return [menu];
  const start = menu.slice(0, -1);
  return [...menus.keys()].filter(
    (each) => each.startsWith(start) && !each.slice(start.length).includes("/"),
  );
}
