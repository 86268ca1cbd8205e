import { type Command, constantText, type Value, type Word } from "../syntax/tree.ts";
import type { BoundNode } from "./bound.ts";
import { type Condition, isUnconditional, onlyEquality, readConditions } from "./conditions.ts";
import type { ItemState } from "./item.ts";

/** What a `set`, `remove`, `enable` … acts on, as far as the command itself says. */
export type Target =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "find";
      readonly condition: Condition;
      /** `[find default-name=ether1]`: what to call the item where the file does not know it. */
      readonly key: { readonly name: string; readonly text: string } | undefined;
      readonly isAll: boolean;
    }
  /** `$x`, a `find` in another menu, a computed value: any item of the menu, or none. */
  | { readonly kind: "undecided" };

const UNDECIDED: readonly Target[] = [{ kind: "undecided" }];

/** The targets a command names, by `numbers=` or its first value without a name; none for settings. */
export function targetsOf(command: BoundNode): readonly Target[] {
  const named = command.args.find((arg) => arg.name === "numbers");
  const value = named === undefined ? command.unnamed[0] : named.node.value;
  return value === undefined ? [] : readTargets(value, command);
}

/** `0,1`, `*1F`, `telnet`, `"a b"`, `[find …]`; also for `place-before=`. */
export function readTargets(value: Value | Word, command: BoundNode): readonly Target[] {
  if (value.kind === "substitution") {
    const [statement, ...others] = value.statements;
    if (statement?.kind !== "command" || others.length > 0) return UNDECIDED;
    return isFindOf(statement, command.menu) ? [findTarget(statement)] : UNDECIDED;
  }
  const text = constantText(value);
  if (text === undefined) return UNDECIDED;
  return text
    .split(",")
    .filter((part) => part !== "")
    .map(readTarget);
}

function readTarget(text: string): Target {
  if (/^\*[0-9A-F]+$/i.test(text)) return { kind: "id", id: text.toUpperCase() };
  return /^\d{1,6}$/.test(text) ? { kind: "index", index: Number(text) } : { kind: "name", name: text };
}

function findTarget(find: Command): Target {
  return {
    kind: "find",
    condition: readConditions(find),
    key: onlyEquality(find),
    isAll: isUnconditional(find),
  };
}

/** `find …`, or `/its/own/menu find …` written out. */
function isFindOf(find: Command, menu: string): boolean {
  const path = find.words.flatMap((word) => word.text.split("/")).filter((part) => part !== "");
  const at = path.indexOf("find");
  if (at < 0) return false;
  if (at === 0) return find.lead === "" || menu === "/";
  return find.lead === "/" && `/${path.slice(0, at).join("/")}` === menu;
}

/** Which of the live items a target means; `undefined` in a verdict is "perhaps". */
export function matchTarget(
  target: Target,
  items: readonly ItemState[],
  inRouterOrder: () => readonly ItemState[],
): { readonly item: ItemState; readonly isDecided: boolean }[] {
  switch (target.kind) {
    case "id":
      return certain(items.filter((item) => item.given[".id"] === target.id));
    case "name":
      return certain(byName(items, target.name));
    case "index": {
      const item = inRouterOrder()[target.index];
      return item === undefined ? [] : [{ item, isDecided: item.origin !== "add" }];
    }
    case "find":
      return items.flatMap((item) => {
        const verdict = target.condition(item);
        return verdict === false ? [] : [{ item, isDecided: verdict === true }];
      });
    case "undecided":
      return items.map((item) => ({ item, isDecided: false }));
    default:
      return target satisfies never;
  }
}

function certain(items: readonly ItemState[]): { readonly item: ItemState; readonly isDecided: true }[] {
  return items.map((item) => ({ item, isDecided: true }));
}

/** Items called so now; else the one that was, in menus whose items have no name of their own. */
function byName(items: readonly ItemState[], name: string): readonly ItemState[] {
  const named = items.filter((item) => item.value("name").text === name);
  return named.length > 0
    ? named
    : items.filter((item) => item.given["label"] === name || item.name === name);
}
