/** A name in the text of a routing filter rule; `start` is an offset into that text. */
export interface FilterName {
  readonly namespaces: readonly string[];
  readonly name: string;
  readonly start: number;
}

const NAMED: readonly { readonly pattern: RegExp; readonly namespaces: readonly string[] }[] = [
  { pattern: /\bjump\s+("?)([A-Za-z_][\w.-]*)\1/g, namespaces: ["filter-chain"] },
  // `dst in fd00::/8` is no list.
  {
    pattern: /\b(?:dst|gw)\s+in\s+("?)([A-Za-z_][\w.-]*)\1(?![\w.:/-])/g,
    namespaces: ["addr-list4", "addr-list6"],
  },
  {
    pattern: /\b[a-z-]*communities\s+[a-z-]*-list\s+("?)([A-Za-z_][\w.-]*)\1/g,
    namespaces: ["community-list"],
  },
  { pattern: /\b[a-z-]*-as\s+in\s+("?)([A-Za-z_][\w.-]*)\1/g, namespaces: ["num-list"] },
];

/**
 * The chains and lists in the `rule=` of `/routing filter rule`, a small language of its own: `if (dst in nets &&
 * bgp-communities includes-list known) { jump common }` (manual: Routing Filters).
 */
export function filterRuleNames(text: string): readonly FilterName[] {
  return NAMED.flatMap(({ pattern, namespaces }) =>
    [...text.matchAll(pattern)].map((match) => {
      const [whole, quote = "", name = ""] = match;
      return { namespaces, name, start: match.index + whole.length - quote.length - name.length };
    }),
  ).sort((a, b) => a.start - b.start);
}

/** Whether the property holds such a rule. */
export function isFilterRule(menu: string, property: string): boolean {
  return property === "rule" && (menu === "/routing/filter/rule" || menu === "/routing/filter/select-rule");
}
