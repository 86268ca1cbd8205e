import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Position,
  SymbolKind,
} from "vscode-languageserver-types";
import type { Item, Property } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { argumentAt, commandAt } from "./at-cursor.ts";
import { toOffset, toRange } from "./place.ts";
import { innerRange } from "./subject.ts";

/** Firewall chains call each other by `action=jump`; the chain under the cursor, by its name or a jump to it. */
export function callHierarchy(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
): CallHierarchyItem[] {
  const offset = toOffset(file, position);
  const command = commandAt(analysis.model, file, offset);
  if (!command) return [];
  const name = argumentAt(command, offset)?.name;
  const item = analysis.itemOf(command);
  const property = name === "jump-target" ? "jump-target" : "chain";
  const chain = item?.text(property);
  return chain === undefined ? [] : chainItem(analysis, command.menu, chain);
}

/** Who jumps to this chain: the chains of the jumping rules. */
export function incomingCalls(analysis: Analysis, target: CallHierarchyItem): CallHierarchyIncomingCall[] {
  const { menu, chain } = readData(target.data);
  const jumps = jumpsIn(analysis, menu).filter((rule) => rule.text("jump-target") === chain);
  return byChain(jumps, (rule) => rule.text("chain") ?? "").flatMap(([name, rules]) => {
    const [from] = chainItem(analysis, menu, name);
    const file = from && analysis.file(from.uri);
    return from && file ? [{ from, fromRanges: rangesOf(file, rules) }] : [];
  });
}

/** Where the rules of this chain jump to. */
export function outgoingCalls(analysis: Analysis, source: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  const { menu, chain } = readData(source.data);
  const file = analysis.file(source.uri);
  const jumps = jumpsIn(analysis, menu).filter((rule) => rule.text("chain") === chain);
  return byChain(jumps, (rule) => rule.text("jump-target") ?? "").flatMap(([name, rules]) => {
    const [to] = chainItem(analysis, menu, name);
    return to && file ? [{ to, fromRanges: rangesOf(file, rules) }] : [];
  });
}

function jumpsIn(analysis: Analysis, menu: string): readonly Item[] {
  return analysis.model.items(menu).filter((rule) => rule.text("action") === "jump");
}

function byChain(rules: readonly Item[], nameOf: (rule: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const rule of rules) groups.set(nameOf(rule), [...(groups.get(nameOf(rule)) ?? []), rule]);
  groups.delete("");
  return [...groups];
}

/** Shown at its first rule; a chain without rules is not there. */
function chainItem(analysis: Analysis, menu: string, chain: string): CallHierarchyItem[] {
  const rules = analysis.model.items(menu).filter((rule) => rule.text("chain") === chain);
  const [first] = rules;
  const property = first?.property("chain");
  const file = property && analysis.file(property.command.file.path);
  if (!property || !file) return [];
  const whole = rangeOf(property.command.node);
  return [
    {
      name: chain,
      kind: SymbolKind.Function,
      detail: `${menu}, ${rules.length === 1 ? "1 rule" : `${rules.length} rules`}`,
      uri: file.path,
      range: toRange(file, whole),
      selectionRange: toRange(file, valueRange(property)),
      data: { menu, chain },
    },
  ];
}

function rangesOf(file: AnalysedFile, rules: readonly Item[]) {
  return rules.flatMap((rule) => {
    const property = rule.property("jump-target");
    return property && property.command.file.path === file.path ? [toRange(file, valueRange(property))] : [];
  });
}

function valueRange({ argument }: Property) {
  return argument.value ? innerRange(argument.value) : rangeOf(argument);
}

/** Comes back from the client, so it may be anything. */
function readData(data: unknown): { readonly menu: string; readonly chain: string } {
  const isOurs = typeof data === "object" && data !== null && "menu" in data && "chain" in data;
  return isOurs ? { menu: String(data.menu), chain: String(data.chain) } : { menu: "", chain: "" };
}
