/** What a word means where a menu or command may stand. */
export type WordMeaning =
  | { readonly kind: "menu"; readonly name: string; readonly exact: boolean }
  | { readonly kind: "command"; readonly name: string; readonly exact: boolean }
  | { readonly kind: "ambiguous"; readonly candidates: readonly string[] }
  | { readonly kind: "unknown" };

export type PropertyMeaning =
  | { readonly kind: "exact"; readonly name: string }
  | { readonly kind: "abbreviation"; readonly name: string }
  | { readonly kind: "ambiguous"; readonly candidates: readonly string[] }
  | { readonly kind: "unknown" };

interface Names {
  readonly menus: readonly string[];
  readonly commands: readonly string[];
}

/**
 * The router takes a word shortened while one name starts with it. Exact names win, this version's before any
 * other's; so a v6 word in a v7 file still means what it says, and that it is gone is asked separately.
 */
export function resolveName(
  word: string,
  menus: readonly string[],
  commands: readonly string[],
  all: Names,
): WordMeaning {
  if (word === "") return { kind: "unknown" };
  const here: Names = { menus, commands };
  return (
    exactName(word, here) ??
    exactName(word, all) ??
    shortened(word, here) ??
    shortened(word, all) ?? { kind: "unknown" }
  );
}

function exactName(word: string, names: Names): WordMeaning | undefined {
  if (names.menus.includes(word)) return { kind: "menu", name: word, exact: true };
  return names.commands.includes(word) ? { kind: "command", name: word, exact: true } : undefined;
}

function shortened(word: string, names: Names): WordMeaning | undefined {
  const menus = names.menus.filter((name) => name.startsWith(word));
  const commands = names.commands.filter((name) => name.startsWith(word));
  const candidates = [...menus, ...commands];
  const [name] = candidates;
  if (name === undefined) return undefined;
  if (candidates.length > 1) return { kind: "ambiguous", candidates: candidates.sort() };
  return { kind: menus.length > 0 ? "menu" : "command", name, exact: false };
}

/** As `resolveName`, for the name before a `=`. */
export function resolvePropertyName(
  word: string,
  here: readonly string[],
  all: readonly string[],
): PropertyMeaning {
  if (word === "") return { kind: "unknown" };
  if (here.includes(word) || all.includes(word)) return { kind: "exact", name: word };
  for (const names of [here, all]) {
    const candidates = names.filter((name) => name.startsWith(word));
    if (candidates.length > 1) return { kind: "ambiguous", candidates: [...candidates].sort() };
    if (candidates[0] !== undefined) return { kind: "abbreviation", name: candidates[0] };
  }
  return { kind: "unknown" };
}
