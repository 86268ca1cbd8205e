/** What `add` cannot do without, as probed on live routers without any argument. */
import { join } from "node:path";
import { byVersion, readJson, record, strings } from "./dump.ts";

/** Where the router's own words mean "one of" (read from its message), or where its condition is not that simple. */
const ONE_OF = /\bor\b|exactly one of/;
const CONDITIONAL = new Set(["/certificate", "/ip/ipsec/policy"]);

/** "/menu a b c|d [@span]": a and b and one of c, d; sorted. */
export function requiredLines(folder: string): string[] {
  const versions = record(record(readJson(join(folder, "required-args.json")))["versions"]);
  const order = Object.keys(versions).sort(byVersion);
  const menus = new Set(order.flatMap((version) => Object.keys(record(versions[version]))));
  const lines: string[] = [];
  for (const menu of [...menus].sort()) {
    if (CONDITIONAL.has(menu)) continue;
    const texts = order.map((version) => groups(record(record(versions[version])[menu])));
    lines.push(...menuLines(menu, order, texts));
  }
  return lines;
}

function groups(facts: Record<string, unknown>): string {
  const names = strings(facts["required"]);
  const raw = typeof facts["raw"] === "string" ? facts["raw"] : "";
  return ONE_OF.test(raw) && names.length > 1 ? names.join("|") : names.join(" ");
}

/** Only what every probe agrees on counts for all; a change is told from the version that first showed it. */
function menuLines(menu: string, order: readonly string[], texts: readonly string[]): string[] {
  const lines: string[] = [];
  texts.forEach((text, at) => {
    if (at > 0 && texts[at - 1] === text) return;
    let last = at;
    while (last + 1 < texts.length && texts[last + 1] === text) last++;
    const minor = (index: number): string =>
      (order[index] ?? "")
        .split(".")
        .slice(0, 2)
        .join(".")
        .replace(/(?:rc|beta).*/, "");
    const since = at === 0 ? "" : minor(at);
    const until = last === texts.length - 1 ? "" : minor(last);
    if (text) lines.push(`${menu} ${text}${since || until ? ` @${since}-${until}` : ""}`);
  });
  return lines;
}
