import type { Change } from "../edit/change.ts";
import type { BoundCommand } from "../model/model.ts";
import { formatSpans, type Schema, type Successor } from "../schema/lookup.ts";
import { rangeOf } from "../syntax/tree.ts";
import { formatVersion } from "../values/version.ts";
import { issuePlace, type Look, menuText, type UpgradeIssue } from "./upgrade-issue.ts";

/** Menus and commands that the new version lacks, or that take another kind of command there. */
export function menuIssues(look: Look): readonly UpgradeIssue[] {
  const inMenus = look.commands.flatMap((command) => {
    const menu = look.after.menu(command.menu);
    if (menu.kind === "absent") return menuGone(look, command);
    if (menu.kind === "no-data") return namesMenu(command) ? [unknownMenu(command)] : [];
    return [...commandGone(look, command), ...shapeChanged(look, command)];
  });
  return [...inMenus, ...look.model.commands.flatMap((command) => strayIssues(look, command))];
}

/** Of menus of RouterOS 6 only what exports write is known, so that `/routing bgp peer disable` is no known command. */
function strayIssues(look: Look, command: BoundCommand): UpgradeIssue[] {
  const { problem, menu } = command;
  return problem?.kind === "unknown-command" && menu !== "/" ? menuGone(look, command) : [];
}

/** The statement itself says the menu, by its header or its full path; one place a section. */
function namesMenu({ command, context, menu, node, commandWord }: BoundCommand): boolean {
  if (command === undefined || context !== menu) return true;
  return node.lead === "/" && node.words[0] !== commandWord;
}

function unknownMenu(command: BoundCommand): UpgradeIssue {
  const message = menuText(command.menu);
  return { key: `unknown ${message}`, kind: "unknown", message, breaks: false, places: [], changes: [] };
}

function menuGone(look: Look, command: BoundCommand): UpgradeIssue[] {
  if (!namesMenu(command)) return [];
  const menu = look.after.menu(command.menu);
  if (menu.kind !== "absent" || (menu.seenIn.length === 0 && look.before.menu(command.menu).kind !== "known"))
    return [];
  const top = topmostAbsent(look.after, command.menu);
  const next = successorIn(look, top);
  const moved = movedMenu(look, command.menu);
  const change = moved === undefined ? undefined : menuEdit(command, moved);
  const spans = formatSpans(menu.seenIn);
  const shown = formatVersion(look.to);
  const target = next?.menu === undefined ? "" : `; \`${menuText(next.menu)}\` takes its place`;
  return [
    {
      key: `menu ${top}`,
      kind: next?.menu === undefined ? "gone" : "renamed",
      message: `RouterOS ${shown} has no menu \`${menuText(top)}\`${spans === "" ? "" : ` (${spans} has it)`}${target}.${noteOf(next)}`,
      breaks: true,
      places: [issuePlace(command, headOf(command))],
      changes: change === undefined ? [] : [change],
      ...(next?.menu === undefined ? {} : { fix: `Write ${menuText(next.menu)}` }),
    },
  ];
}

function headOf(command: BoundCommand) {
  return command.node.words[0] ?? command.node;
}

function noteOf(next: Successor | undefined): string {
  return next === undefined ? "" : ` ${next.note}`;
}

/** `/interface/wifiwave2/security` is gone because `/interface/wifiwave2` is. */
function topmostAbsent(schema: Schema, menu: string): string {
  const parent = menu.slice(0, menu.lastIndexOf("/"));
  return parent !== "" && schema.menu(parent).kind === "absent" ? topmostAbsent(schema, parent) : menu;
}

function successorIn({ after }: Look, menu: string): Successor | undefined {
  const next = after.successor(menu);
  if (next?.menu === undefined) return next;
  // A successor of its own time may have moved on, or not have come yet.
  return after.menu(next.menu).kind === "absent" ? undefined : next;
}

/** The menu that takes all commands of an absent one as they are; undefined when none certainly does. */
export function movedMenu(look: Look, menu: string): string | undefined {
  if (!look.moved.has(menu)) look.moved.set(menu, targetOf(look, menu));
  return look.moved.get(menu);
}

function targetOf({ before, after, commands }: Look, menu: string): string | undefined {
  if (after.menu(menu).kind !== "absent") return undefined;
  const next = before.successor(menu);
  if (next?.menu === undefined || after.menu(next.menu).kind !== "known") return undefined;
  if (next.mechanical) return next.menu;
  if (!SAME_RECORDS.has(menu)) return undefined;
  const target = next.menu;
  const takes = ({ command, args }: BoundCommand) =>
    command === undefined ||
    args.every(({ name }) => name === undefined || after.property(target, command, name).kind === "known");
  return commands.filter((command) => command.menu === menu).every(takes) ? target : undefined;
}

/** Moved menus whose records kept their form; that the properties in use are taken is checked each time. */
const SAME_RECORDS = new Set(["/ip/route/rule", "/routing/route/rule"]);

/** Another path in the statement's own head; undefined when its words cannot be replaced alone. */
function menuEdit(command: BoundCommand, target: string): Change | undefined {
  const { node } = command;
  const first = node.words[0];
  if (first === undefined) return undefined;
  if (node.lead !== "/" && !isFromRoot(command)) return undefined;
  const raw = command.file.text.slice(rangeOf(first).start, rangeOf(pathEnd(command) ?? first).end);
  const path = command.command === undefined ? raw : withoutCommand(raw, command);
  if (path === undefined || /\.\.|[\\\r\n"]/.test(path)) return undefined;
  const start = rangeOf(first).start;
  const lead = path.startsWith("/") ? "/" : "";
  const joint = /[^/]\/[^/]/.test(path) ? "/" : " ";
  const newText = lead + target.slice(1).replaceAll("/", joint);
  const end = start + path.trimEnd().length;
  return { kind: "text", file: command.file, edit: { range: { start, end }, newText } };
}

function isFromRoot({ context }: BoundCommand): boolean {
  return context === "/";
}

function pathEnd(command: BoundCommand) {
  return command.commandWord ?? command.node.words.at(-1);
}

/** `/ip route rule add` without its last word, which is the command. */
function withoutCommand(raw: string, command: BoundCommand): string | undefined {
  const word = command.commandWord;
  if (word === undefined) return undefined;
  const own = rangeOf(word);
  const text = command.file.text.slice(own.start, own.end);
  const inside = text.lastIndexOf("/");
  const path = raw.slice(0, raw.length - text.length + Math.max(0, inside));
  return path.trim() === "" ? undefined : path;
}

function commandGone(look: Look, command: BoundCommand): UpgradeIssue[] {
  const { menu, command: name } = command;
  if (name === undefined) return [];
  const knowledge = look.after.command(menu, name);
  if (knowledge.kind !== "absent") return [];
  if (knowledge.seenIn.length === 0 && look.before.command(menu, name).kind !== "known") return [];
  const next = look.after.successor(menu, name);
  const target =
    next?.menu === undefined
      ? ""
      : `; \`${[menuText(next.menu), next.command].filter(Boolean).join(" ")}\` takes its place`;
  return [
    {
      key: `command ${menu} ${name}`,
      kind: next?.menu === undefined && next?.command === undefined ? "gone" : "renamed",
      message: `RouterOS ${formatVersion(look.to)} has no \`${menuText(menu)} ${name}\`${target}.${noteOf(next)}`,
      breaks: true,
      places: [issuePlace(command)],
      changes: [],
    },
  ];
}

/** One record of settings became a list of items, or the other way round. */
function shapeChanged(look: Look, command: BoundCommand): UpgradeIssue[] {
  const { menu, command: name } = command;
  if (name !== "set" && name !== "add") return [];
  const [before, after] = [look.before.menu(menu), look.after.menu(menu)];
  if (before.kind !== "known" || after.kind !== "known") return [];
  // Exports of RouterOS 6 do not tell which of the two a menu is.
  if (look.model.version === undefined || look.model.version.major < 7) return [];
  if (before.value.isSettings === after.value.isSettings) return [];
  const next = look.after.successor(menu, name);
  const shape = after.value.isSettings ? "one record that is `set`" : "a list of items, made by `add`";
  return [
    {
      key: `shape ${menu}`,
      kind: "changed",
      message: `\`${menuText(menu)}\` is ${shape} in RouterOS ${formatVersion(look.to)}.${noteOf(next)}`,
      breaks: true,
      places: [issuePlace(command)],
      changes: [],
    },
  ];
}
