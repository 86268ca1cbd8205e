import type { Change } from "../edit/change.ts";
import { quoteValue } from "../edit/quote.ts";
import type { Item } from "../model/model.ts";
import type { Node } from "../syntax/tree.ts";
import { constantText, rangeOf } from "../syntax/tree.ts";
import { walk } from "../syntax/walk.ts";
import { formatVersion, satisfies } from "../values/version.ts";
import { issuePlace, type Look, type UpgradeIssue } from "./upgrade-issue.ts";

/** What changed its form with version 7 and can be said in the new form (manual: Moving from ROSv6 to v7). */
export function seventhIssues(look: Look): readonly UpgradeIssue[] {
  const { version } = look.model;
  const isSixth = version === undefined ? speaksSixth(look) : version.major < 7;
  if (look.to.major < 7 || !isSixth) return [];
  return [
    ...undeclaredTables(look),
    ...routeTables(look),
    ...tablesInScripts(look),
    ...blackholes(look),
    ...timeServers(look),
    ...questionMarks(look),
  ];
}

/** Without a version: routes that name a mark are of version 6. */
function speaksSixth({ model }: Look): boolean {
  const routes = [...model.items("/ip/route"), ...model.items("/ipv6/route")];
  return (
    model.menus.includes("/ip/route/rule") ||
    routes.some((item) => item.property("routing-mark") !== undefined)
  );
}

const MAIN = "main";

/** Tables exist by being named in version 6 and are declared in version 7. */
function undeclaredTables(look: Look): UpgradeIssue[] {
  const { model, after } = look;
  if (after.menu("/routing/table").kind === "absent") return [];
  const declared = new Set(model.items("/routing/table").map(({ name }) => name));
  const vrfs = [...model.items("/ip/route/vrf"), ...model.items("/ip/vrf")];
  for (const vrf of vrfs) declared.add(vrf.text("routing-mark") ?? vrf.name);
  const users = tableUsers(look).filter(({ name }) => name !== MAIN && name !== "" && !declared.has(name));
  return users.flatMap(({ name, item }) => {
    const { command } = item;
    if (command === undefined) return [];
    return [
      {
        key: `table ${name}`,
        kind: "changed" as const,
        message: `Routing table \`${name}\` must be declared in RouterOS ${formatVersion(look.to)}: \`/routing table add fib name=${quoteValue(name)}\`.`,
        breaks: true,
        places: [issuePlace(command)],
        changes: [{ kind: "add" as const, menu: "/routing/table", properties: { fib: true as const, name } }],
        fix: `Declare table ${name}`,
      },
    ];
  });
}

function tableUsers({ model }: Look): { readonly name: string; readonly item: Item }[] {
  const named = (menu: string, property: string) =>
    model.items(menu).flatMap((item) => {
      const name = item.property(property)?.text;
      return name === undefined ? [] : [{ name, item }];
    });
  const users = [
    ...named("/ip/route", "routing-mark"),
    ...named("/ipv6/route", "routing-mark"),
    ...named("/ip/route/rule", "table"),
    ...named("/ip/route/rule", "routing-mark"),
    ...named("/ip/firewall/mangle", "new-routing-mark"),
    ...named("/ipv6/firewall/mangle", "new-routing-mark"),
  ];
  const start = ({ command }: Item) => (command === undefined ? 0 : rangeOf(command.node).start);
  return users.sort((a, b) => start(a.item) - start(b.item));
}

/** `routing-mark=` of a route is `routing-table=`; the finding itself is the one about the property. */
function routeTables(look: Look): UpgradeIssue[] {
  const { model, after } = look;
  return ["/ip/route", "/ipv6/route"].flatMap((menu) => {
    if (after.property(menu, "add", "routing-table").kind === "absent") return [];
    return model.items(menu).flatMap((item) => {
      const property = item.property("routing-mark");
      const name = property?.argument.name;
      if (property === undefined || name === undefined || property.isUnset) return [];
      if (item.property("routing-table") !== undefined || name.text.startsWith(".")) return [];
      const { file } = property.command;
      const edit = { range: rangeOf(name), newText: "routing-table" };
      const changes: Change[] = [{ kind: "text", file, edit }];
      return [followUp(`property ${menu} routing-mark`, "Write routing-table", changes)];
    });
  });
}

/** The same where scripts make routes, and where conditions ask for the mark's name. */
function tablesInScripts({ after, commands }: Look): UpgradeIssue[] {
  return commands.flatMap(({ menu, command, args, file, embeddedIn }) => {
    const isMeant = command === "find" || command === "print" || embeddedIn !== undefined;
    if (!isMeant || (menu !== "/ip/route" && menu !== "/ipv6/route")) return [];
    if (after.property(menu, "add", "routing-table").kind !== "known") return [];
    return args.flatMap(({ name, node }) => {
      const isNamed = constantText(node.value) !== "" && node.operator === "=";
      if (name !== "routing-mark" || node.name?.text !== name || !isNamed) return [];
      const edit = { range: rangeOf(node.name), newText: "routing-table" };
      return [followUp(`property ${menu} ${name}`, "Write routing-table", [{ kind: "text", file, edit }])];
    });
  });
}

/** Joins the finding of the same key; never told alone. */
function followUp(key: string, fix: string, changes: readonly Change[]): UpgradeIssue {
  return { key, kind: "renamed", message: "", breaks: true, places: [], changes, fix };
}

/** `type=blackhole` is the flag `blackhole`, `type=unicast` is what every other route is. */
function blackholes(look: Look): UpgradeIssue[] {
  const { model, after } = look;
  return ["/ip/route", "/ipv6/route"].flatMap((menu) => {
    if (after.property(menu, "add", "type").kind !== "absent") return [];
    return model.items(menu).flatMap((item) => {
      const property = item.property("type");
      const isBlackhole = property?.text === "blackhole";
      if (property === undefined || (!isBlackhole && property.text !== "unicast")) return [];
      const properties = isBlackhole ? { type: undefined, blackhole: true as const } : { type: undefined };
      const fix = isBlackhole ? "Write the flag blackhole" : "Leave it out";
      return [followUp(`property ${menu} type`, fix, [{ kind: "set", item, properties }])];
    });
  });
}

/** Two properties and a list of names became one list. */
function timeServers(look: Look): UpgradeIssue[] {
  const { model, after } = look;
  const menu = "/system/ntp/client";
  if (after.property(menu, "set", "servers").kind !== "known") return [];
  const item = model.settings(menu);
  const parts = ["primary-ntp", "secondary-ntp", "server-dns-names"].flatMap(
    (name) => item.property(name) ?? [],
  );
  if (parts.length === 0 || parts.some(({ text }) => text === undefined) || item.property("servers"))
    return [];
  const servers = parts
    .flatMap(({ text }) => (text ?? "").split(","))
    .filter((server) => server !== "" && server !== "0.0.0.0");
  const gone = Object.fromEntries(parts.map(({ name }) => [name, undefined]));
  const properties = servers.length === 0 ? gone : { ...gone, servers: servers.join(",") };
  return parts.map(({ name }) =>
    followUp(`property ${menu} ${name}`, "Write servers", [{ kind: "set", item, properties }]),
  );
}

/** `\?` in strings is needed by version 6 and an error from 7.1rc2 on; `\3F` is right in both. */
function questionMarks(look: Look): UpgradeIssue[] {
  if (!satisfies(look.to, ">=7.1")) return [];
  return look.model.files.flatMap((file) =>
    file.tree.chunks
      .filter((chunk) => chunk.text.includes("\\?"))
      .flatMap((chunk) => chunk.statements)
      .flatMap((statement) => stringsIn(statement))
      .flatMap((node) => escapesIn(file.text, rangeOf(node)))
      .map((start) => {
        const range = { start, end: start + 2 };
        return {
          key: "escape",
          kind: "gone" as const,
          message: `RouterOS ${formatVersion(look.to)} has no escape \`\\?\` in strings; \`\\3F\` is a question mark in every version.`,
          breaks: true,
          places: [{ file: file.path, range }],
          changes: [{ kind: "text" as const, file, edit: { range, newText: "\\3F" } }],
          fix: "Write \\3F",
        };
      }),
  );
}

function stringsIn(statement: Node): Node[] {
  const found: Node[] = [];
  walk(statement, (node) => {
    if (node.kind === "text") found.push(node);
  });
  return found;
}

function escapesIn(text: string, { start, end }: { readonly start: number; readonly end: number }): number[] {
  const found: number[] = [];
  for (let at = start; at < end - 1; at++) {
    if (text[at] !== "\\") continue;
    if (text[at + 1] === "?") found.push(at);
    at++;
  }
  return found;
}
