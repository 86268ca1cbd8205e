/** Gives long or frequent value types a stable name, so that a line of the schema stays short. */
export interface TypePool {
  /** The token for a type: itself when short, else the name under which `lines` tells it. */
  name(type: string, argument: string): string;
  /** "name type", sorted. */
  lines(): string[];
}

const SHORT: Readonly<Record<string, string>> = {
  "num{0..255}": "u8",
  "num{0..65535}": "u16",
  "num{1..65535}": "port",
  "num{0..4294967295}": "u32",
  "num{0..18446744073709551615}": "u64",
  "range{0..65535}": "ports",
};

export function createTypePool(): TypePool {
  const names = new Map<string, string>(Object.entries(SHORT));
  const types = new Map<string, string>(Object.entries(SHORT).map(([type, name]) => [name, type]));
  return {
    name(type, argument) {
      if (/^[a-z0-9]{0,6}$/.test(type)) return type;
      const known = names.get(type);
      if (known) return known;
      const name = freeName(argument, types);
      names.set(type, name);
      types.set(name, type);
      return name;
    },
    lines: () => [...types].map(([name, type]) => `${name} ${type}`).sort(),
  };
}

const RESERVED = new Set("bool str hex mac ip ip6 addr iprange script num time range enum open".split(" "));

function freeName(argument: string, taken: ReadonlyMap<string, string>): string {
  const stem =
    argument
      .replace(/^.*\./, "")
      .replace(/[^a-z0-9-]/gi, "")
      .toLowerCase() || "value";
  for (let count = 1; ; count++) {
    const name = count === 1 ? `$${stem}` : `$${stem}.${count}`;
    if (!taken.has(name) && !RESERVED.has(name)) return name;
  }
}
