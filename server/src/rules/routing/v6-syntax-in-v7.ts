import type { Change } from "../../edit/change.ts";
import type { BoundCommand, Model } from "../../model/model.ts";
import { rangeOf } from "../../syntax/tree.ts";
import {
  argumentText,
  type OtherGeneration,
  otherGeneration,
  renameMenu,
  renameProperty,
  replaceArgument,
} from "../facts/generations.ts";
import { menuWords } from "../facts/label.ts";
import { atImport } from "../facts/script-severity.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Manual: Moving from ROSv6 to v7 with examples. */
export const v6SyntaxInV7 = defineRule({
  id: "v6-syntax-in-v7",
  group: "routing",
  title: "RouterOS 6 syntax in a file for RouterOS 7",
  severity: "error",
  why: "RouterOS 7 no longer has this menu or property, so the import stops here.",
  advice: "Write it as RouterOS 7 does.",
  versions: ">=7",
  references: ["Manual: Moving from ROSv6 to v7 with examples"],
  presets: ["recommended", "strict", "vpn"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/ip route\nadd dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-mark=vpn\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/routing table\nadd fib name=vpn\n/ip route\nadd dst-address=0.0.0.0/0 gateway=192.0.2.1 routing-table=vpn\n/ip firewall mangle\nadd action=accept chain=prerouting routing-mark=vpn\n",
  fixes: { rewrite: "suggestion" },
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    const found = otherGeneration(command, model);
    const servers = found.filter((one) => isNtpServer(one));
    return found
      .filter((one) => servers.indexOf(one) < 1)
      .map((one) => ({
        at: { file: command.file, range: one.range },
        severity: atImport(command),
        message: describe(one, model),
        fixes: rewrites(one, servers, model),
      }));
  },
});

function describe(found: OtherGeneration, model: Model): string {
  const next =
    found.kind === "menu"
      ? model.schema.successor(found.menu)
      : model.schema.successor(found.menu, found.command.command, found.name);
  const what =
    found.kind === "menu" ? `menu \`${menuWords(found.menu)}\`` : `property \`${found.name}\` here`;
  const successor =
    found.kind === "menu"
      ? next?.menu && `\`${menuWords(next.menu)}\``
      : next?.property && `\`${next.property}\``;
  return `RouterOS 7 has no ${what}${successor ? `; it is ${successor} now` : ""}.${next === undefined ? "" : ` ${next.note}`}`;
}

function isNtpServer(found: OtherGeneration): boolean {
  return (
    found.kind === "property" &&
    found.menu === "/system/ntp/client" &&
    ["primary-ntp", "secondary-ntp", "server-dns-names"].includes(found.name)
  );
}

function rewrites(
  found: OtherGeneration,
  servers: readonly OtherGeneration[],
  model: Model,
): NonNullable<Finding["fixes"]> {
  const changes = changesFor(found, servers, model);
  return changes.length === 0 ? [] : [{ id: "rewrite", title: "Write it as RouterOS 7 does", changes }];
}

function changesFor(
  found: OtherGeneration,
  servers: readonly OtherGeneration[],
  model: Model,
): readonly Change[] {
  if (found.command.embeddedIn !== undefined) return [];
  if (found.kind === "menu") {
    const to = found.menu === "/ip/route/rule" ? "/routing/rule" : mechanicalMenu(found.menu, model);
    const change = to === undefined ? undefined : renameMenu(found, to);
    return change === undefined ? [] : [change];
  }
  const { argument, name, menu } = found;
  if (argument === undefined) return [];
  if (isNtpServer(found)) return ntpServers(servers);
  if (menu !== "/ip/route") return renamed(found, model);
  if (name === "routing-mark") return routingTable(found.command, argument, model);
  if (name !== "type") return [];
  const type = argumentText(argument);
  if (type === "blackhole") return [replaceArgument(found.command, argument, "blackhole")];
  return type === "unicast" ? [withoutArgument(found.command, argument.node)] : [];
}

function mechanicalMenu(menu: string, model: Model): string | undefined {
  const next = model.schema.successor(menu);
  return next?.mechanical === true ? next.menu : undefined;
}

function renamed(
  { argument, command, menu, name }: Extract<OtherGeneration, { kind: "property" }>,
  model: Model,
): Change[] {
  const next = model.schema.successor(menu, command.command, name);
  if (next?.mechanical !== true || next.property === undefined || argument === undefined) return [];
  return [renameProperty(command, argument, next.property) ?? []].flat();
}

/** The table must be declared too. */
function routingTable(
  command: BoundCommand,
  argument: NonNullable<Extract<OtherGeneration, { kind: "property" }>["argument"]>,
  model: Model,
): Change[] {
  const rename = renameProperty(command, argument, "routing-table");
  const table = argumentText(argument);
  if (rename === undefined || table === undefined || table === "") return [];
  const isDeclared =
    table === "main" ||
    ["/routing/table", "/ip/vrf"].some((menu) => model.items(menu).some((item) => item.name === table));
  if (isDeclared) return [rename];
  return [rename, { kind: "add", menu: "/routing/table", properties: { fib: true, name: table } }];
}

/** `primary-ntp=a secondary-ntp=b` becomes `servers=a,b`. */
function ntpServers(servers: readonly OtherGeneration[]): Change[] {
  const named = servers.flatMap((one) =>
    one.kind === "property" && one.argument !== undefined ? [one] : [],
  );
  const addresses = named.map(({ argument }) => argumentText(argument));
  const [first, ...others] = named;
  if (first?.argument === undefined || addresses.some((address) => address === undefined)) return [];
  const wanted = addresses.filter((address) => address !== "0.0.0.0" && address !== "");
  if (wanted.length === 0) return [];
  return [
    replaceArgument(first.command, first.argument, `servers=${wanted.join(",")}`),
    ...others.flatMap(({ argument, command }) =>
      argument === undefined ? [] : [withoutArgument(command, argument.node)],
    ),
  ];
}

/** Takes the argument out together with the blanks before it. */
function withoutArgument(command: BoundCommand, node: Parameters<typeof rangeOf>[0]): Change {
  const { start, end } = rangeOf(node);
  const before = command.file.text.slice(0, start);
  const blanks = /[ \t]*(?:\\\r?\n[ \t]*)?$/.exec(before)?.[0].length ?? 0;
  return { kind: "text", file: command.file, edit: { range: { start: start - blanks, end }, newText: "" } };
}
