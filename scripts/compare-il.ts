import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildModel, createModelCache } from "../server/src/model/build-model.ts";
import { createSchemaStore } from "../server/src/schema/lookup.ts";
import { parse } from "../server/src/syntax/parser.ts";
import { parseVersion } from "../server/src/values/version.ts";

/**
 * `tsx scripts/compare-il.ts FOLDER [VERSION] [--list]`: compares how scripts are bound with the router's own
 * parse beside them (`x.rsc.il`, as `:put [:parse …]` prints it): each `(evl /full/path/command…` there must be
 * a command here. The router glues the first argument's name to the command and sorts arguments, so commands
 * are compared as a bag.
 */
const [folder = ".", ...rest] = process.argv.slice(2);
const version = parseVersion(rest.find((flag) => !flag.startsWith("--")) ?? "7.22.1");
const schemas = createSchemaStore();
let total = 0;
let matched = 0;
const misses: string[] = [];

for (const name of readdirSync(folder, { recursive: true }).map(String)) {
  if (!name.endsWith(".rsc.il")) continue;
  const printed = readFileSync(join(folder, name), "utf8");
  if (!printed.startsWith("/")) continue;
  const path = join(folder, name.replace(/\.il$/, ""));
  const text = readFileSync(path, "utf8");
  const model = buildModel(
    [{ path, text, tree: parse(text) }],
    { schemas, version },
    createModelCache(schemas),
  );
  const own = model.commands
    .filter((command) => command.command !== undefined && command.embeddedIn === undefined)
    .map((command) => `${command.menu === "/" ? "" : command.menu}/${command.command}`);
  compare(name, routerCommands(printed), own);
}

interface Printed {
  readonly text: string;
  /** The name of the first argument is glued to it. */
  readonly hasArgument: boolean;
}

function routerCommands(printed: string): Printed[] {
  return [...printed.matchAll(/\(evl (\/[a-z0-9/.-]*)(=?)/gi)]
    .map(([, text = "", equals]) => ({ text, hasArgument: equals === "=" }))
    .filter(({ text }) => !text.endsWith("/"));
}

function compare(name: string, printed: readonly Printed[], own: string[]): void {
  const bag = new Map<string, number>();
  for (const path of own) bag.set(path, (bag.get(path) ?? 0) + 1);
  for (const { text, hasArgument } of printed) {
    total++;
    const fit = [...bag.keys()]
      .filter(
        (path) =>
          (bag.get(path) ?? 0) > 0 && (hasArgument ? text.startsWith(path) && text !== path : text === path),
      )
      .sort((a, b) => b.length - a.length)[0];
    if (fit === undefined) misses.push(`${name}: ${text}${hasArgument ? "=" : ""}`);
    else {
      bag.set(fit, (bag.get(fit) ?? 0) - 1);
      matched++;
    }
  }
}

console.log(
  `${matched} of ${total} commands bound as the router does: ${((100 * matched) / total).toFixed(2)} %`,
);
if (rest.includes("--list")) console.log(misses.join("\n"));
