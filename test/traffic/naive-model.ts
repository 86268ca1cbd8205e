import type { BoundCommand, EffectiveValue, Item, Model, Property } from "../../server/src/model/model.ts";
import { parseVersion } from "../../server/src/values/version.ts";

function never(): never { throw new Error("not in the fake"); }

export function naiveModel(text: string): Model {
  const lines = text.replace(/\\\r?\n\s*/g, "").split("\n");
  const menus = new Map<string, Item[]>();
  let menu = "/";
  let version: string | undefined;
  for (let line of lines) {
    line = line.trim();
    const v = /by RouterOS (\S+)/.exec(line);
    if (v) version = v[1];
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("/")) {
      const m = /^(.*?)(?:\s+(add|set)\s.*)?$/.exec(line);
      menu = (m?.[1] ?? "").trim().replace(/\s+/g, "/");
      line = line.slice((m?.[1] ?? "").length).trim();
      if (line === "") continue;
    }
    const words = line.match(/\[[^\]]*\]|[^\s="]+=(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\S*)|"[^"]*"|\S+/g) ?? [];
    const [verb, ...rest] = words;
    const props = new Map<string, string>();
    let builtinName: string | undefined;
    for (const w of rest) {
      const eq = w.indexOf("=");
      if (w.startsWith("[")) { const d = /default-name=(\S+)/.exec(w); builtinName = d?.[1]; continue; }
      if (eq < 0) { if (verb === "set") builtinName = w; else props.set(w, "yes"); continue; }
      props.set(w.slice(0, eq), w.slice(eq + 1).replace(/^"|"$/g, ""));
    }
    const list = menus.get(menu) ?? [];
    menus.set(menu, list);
    list.push(item(menu, verb === "add" ? "add" : builtinName ? "set" : "settings", list.length, props, builtinName, version));
  }
  const empty = (m: string) => item(m, "settings", 0, new Map(), undefined, version);
  return {
    get schema(): never { return never(); },
    version: version ? parseVersion(version) : undefined,
    source: { kind: version ? "full" : "script", reason: "", isVerbose: false, secrets: "unknown", failedMenus: [] },
    files: [], commands: [], menus: [...menus.keys()].sort(),
    items: (m) => menus.get(m) ?? [],
    settings: (m) => menus.get(m)?.[0] ?? empty(m),
    references: [], referencesFrom: () => [], referencesTo: () => [],
    find: () => [], names: () => [],
    absenceMeansDefault: () => version !== undefined,
  };
}

function item(menu: string, origin: Item["origin"], index: number, props: Map<string, string>, builtinName: string | undefined, version: string | undefined): Item {
  const createdDisabled = /-(client)$/.test(menu) && (menu.startsWith("/interface/") || (menu === "/ip/dhcp-client" && version?.startsWith("6")));
  const disabled = props.get("disabled") ?? (createdDisabled ? "yes" : "no");
  const property = (name: string): Property | undefined => {
    const text = props.get(name);
    if (text === undefined) return undefined;
    return { name, text, isUnset: false, get argument(): never { return never(); }, get command(): never { return never(); } };
  };
  const value = (name: string): EffectiveValue => {
    const p = property(name);
    return p?.text !== undefined ? { from: "explicit", text: p.text, property: p } : { from: "unknown", text: undefined };
  };
  const command: BoundCommand | undefined = undefined;
  return {
    menu, origin, index, name: props.get("name") ?? builtinName, comment: props.get("comment"), command, changes: [], isCertain: true,
    isDisabled: disabled === "yes",
    properties: [...props.keys()].flatMap((n) => property(n) ?? []), property, value, text: (n) => value(n).text,
  };
}
