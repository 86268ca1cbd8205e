import type { Schema } from "../schema/lookup.ts";
import { type Argument, constantText } from "../syntax/tree.ts";
import type { BoundNode } from "./bound.ts";
import { defaultText, type ItemFacts, isDisabledByDefault } from "./effective.ts";
import type { EffectiveValue, Item, Property } from "./model.ts";

/**
 * An item as fold-menu.ts makes it. A class, because a menu may hold 100,000 of them and few are ever looked
 * into: everything but the commands that speak of it is worked out when first asked for.
 */
export class ItemState implements Item {
  readonly menu: string;
  readonly command: BoundNode | undefined;
  readonly facts: ItemFacts;
  /** What the router knows of it without being told by the file: default-name, default, .id, and a builtin's own values. */
  readonly given: Readonly<Record<string, string>>;
  origin: Item["origin"];
  index = 0;
  isCertain = true;
  /** Commands that certainly act on the item, the one that made it first. */
  readonly applied: BoundNode[];
  /** Properties that a command of uncertain effect may have changed last, and that command; undefined when there was none. */
  doubtful: Map<string, BoundNode> | undefined;
  changes: BoundNode[] = [];
  #explicit: Explicit | undefined;
  /** The last change, where it is a `disable` of what was on that may act on this item. */
  #off: BoundNode | undefined;
  /** Rules ask for it more often than for anything else. */
  #disabled: boolean | "unknown" | undefined;

  constructor(
    menu: string,
    origin: Item["origin"],
    command: BoundNode | undefined,
    facts: ItemFacts,
    given: Readonly<Record<string, string>> = NOTHING_GIVEN,
  ) {
    this.menu = menu;
    this.origin = origin;
    this.command = command;
    this.facts = facts;
    this.given = given;
    this.applied = command === undefined ? [] : [command];
    if (command !== undefined) this.isCertain = command.isCertain;
  }

  /** Adds a later command; `isDecided` false when it may or may not act on this item. */
  change(command: BoundNode, isDecided: boolean): void {
    this.changes.push(command);
    this.#explicit = undefined;
    this.#disabled = undefined;
    if (isDecided) {
      this.applied.push(command);
      this.#off = undefined;
      if (this.doubtful !== undefined) for (const name of writtenNames(command)) this.doubtful.delete(name);
      return;
    }
    if (this.#isOnAgain(command)) return;
    const names = mayWrite(command);
    if (names?.every((name) => NOTES.has(name)) !== true) this.isCertain = false;
    this.doubtful ??= new Map();
    for (const name of names ?? writtenNames(command)) this.doubtful.set(name, command);
  }

  /**
   * `disable [find name=$x]` and then `enable [find name=$x]` leave on what was on, whether they act on this item or
   * not: so people let a tunnel dial anew.
   */
  #isOnAgain(command: BoundNode): boolean {
    const off = this.#off;
    this.#off = undefined;
    if (command.command === "disable" && this.#readDisabled() === false) this.#off = command;
    if (command.command !== "enable" || off === undefined || !actsOnSame(off, command)) return false;
    this.doubtful?.delete("disabled");
    return true;
  }

  get properties(): readonly Property[] {
    return this.#read().properties;
  }

  property(name: string): Property | undefined {
    return named(this.#read().properties, name);
  }

  value(name: string): EffectiveValue {
    const explicit = this.#read();
    const property = named(explicit.properties, name);
    if (this.doubtful?.has(name)) {
      return property === undefined || property.text !== undefined
        ? UNKNOWN
        : { from: "computed", text: undefined, property };
    }
    if (name === "disabled" && explicit.switched !== undefined) {
      return { from: "default", text: explicit.switched };
    }
    if (property !== undefined && !property.isUnset) {
      return property.text === undefined
        ? { from: "computed", text: undefined, property }
        : { from: "explicit", text: property.text, property };
    }
    const given = Object.hasOwn(this.given, name) ? this.given[name] : undefined;
    const isKnown = this.#isAsMade();
    if (given !== undefined && property === undefined && (isKnown || IDENTITY.has(name))) {
      return { from: "default", text: given };
    }
    if (explicit.isCopy || !isKnown) return UNKNOWN;
    const text = defaultText(this.menu, name, this.facts);
    return text === undefined ? UNKNOWN : { from: "default", text };
  }

  /** What is written needs no value around it; rules ask this of 100,000 items at each key. */
  text(name: string): string | undefined {
    if (this.doubtful === undefined && name !== "disabled") {
      const property = named(this.#read().properties, name);
      if (property !== undefined && !property.isUnset) return property.text;
    }
    return this.value(name).text;
  }

  get name(): string | undefined {
    const own = this.property("name");
    if (own !== undefined) return own.text;
    if (this.given["name"] !== undefined) return this.given["name"];
    for (const key of KEYS[this.menu] ?? ["default-name"]) {
      const text = this.property(key)?.text ?? this.given[key];
      if (text !== undefined && text !== "") return text;
    }
    return this.given["default-name"] ?? this.given["label"];
  }

  get comment(): string | undefined {
    return this.property("comment")?.text;
  }

  get isDisabled(): boolean | undefined {
    // What was there before the file may be other than it says, and what is known of that changes.
    if (this.origin !== "add") return this.#readDisabled();
    this.#disabled ??= this.#readDisabled() ?? "unknown";
    return this.#disabled === "unknown" ? undefined : this.#disabled;
  }

  #readDisabled(): boolean | undefined {
    if (this.#saysNothingOf("disabled")) return isDisabledByDefault(this.menu, this.facts);
    const { from, text } = this.value("disabled");
    if (text !== undefined) return text === "yes" || text === "true";
    if (from === "computed" || this.doubtful?.has("disabled") || !this.#isAsMade()) return undefined;
    return isDisabledByDefault(this.menu, this.facts);
  }

  /**
   * An `add` brings the defaults with it. What was there before, settings and built-in items, may have been
   * changed on the router, unless the file is a whole export.
   */
  #isAsMade(): boolean {
    return this.origin === "add" || this.facts.absenceMeansDefault(this.menu);
  }

  /** Whether it was added, and nothing that may tell of the property was written since. */
  #saysNothingOf(name: string): boolean {
    if (this.origin !== "add" || this.doubtful !== undefined || this.given !== NOTHING_GIVEN) return false;
    const { properties, switched, isCopy } = this.#read();
    return !isCopy && switched === undefined && named(properties, name) === undefined;
  }

  #read(): Explicit {
    this.#explicit ??= withDoubts(readExplicit(this.applied, this.facts.schema), this.doubtful);
    return this.#explicit;
  }
}

/**
 * What may have been changed reads as what is computed: somebody wrote it, and nobody knows what. A name and a
 * comment keep their words, since these are what an item is called by.
 */
function withDoubts(explicit: Explicit, doubtful: ReadonlyMap<string, BoundNode> | undefined): Explicit {
  if (doubtful === undefined || doubtful.size === 0) return explicit;
  const properties = [...explicit.properties];
  for (const [name, command] of doubtful) {
    const known = named(properties, name);
    const argument = known?.argument ?? command.args.find((arg) => arg.name === name)?.node;
    if (CALLED_BY.has(name) || argument === undefined) continue;
    put(properties, { name, argument, command: known?.command ?? command, text: undefined, isUnset: false });
  }
  return { ...explicit, properties };
}

/**
 * What changes nothing of what an item does, and whether it is on, which is unknown by itself then. Of all else people
 * take the default where nothing constant is written, and an item of such a doubt is uncertain as a whole.
 */
const NOTES: ReadonlySet<string> = new Set(["comment", "disabled", "log", "log-prefix"]);

const CALLED_BY: ReadonlySet<string> = new Set(["name", "comment"]);

/** The properties that a command may have written; undefined when these may be any, or the item itself. */
function mayWrite(command: BoundNode): readonly string[] | undefined {
  switch (command.command) {
    case "enable":
    case "disable":
    case "comment":
      return writtenNames(command);
    case "set": {
      // The first value without a name is what it acts on; more of them may be properties that are not told apart.
      const isNumbered = command.args.some((arg) => arg.name === "numbers");
      const rest = command.args.filter((arg) => arg.name === undefined);
      const isPlain =
        Math.max(rest.length, command.unnamed.length) <= (isNumbered ? 0 : 1) &&
        rest.every(({ node }) => node.operator === undefined);
      return isPlain ? writtenNames(command) : undefined;
    }
    default:
      return undefined;
  }
}

function writtenNames({ command, args }: BoundNode): readonly string[] {
  if (command === "enable" || command === "disable") return ["disabled"];
  if (command === "comment") return ["comment"];
  return args.flatMap(({ name }) => (name === undefined || DIRECTIONS.has(name) ? [] : [name]));
}

/** Whether both say in the same words what they act on. */
function actsOnSame(one: BoundNode, other: BoundNode): boolean {
  const words = ({ args, unnamed }: BoundNode) =>
    [...args.map(({ node }) => node), ...unnamed].map((node) => node.chunk.text.slice(node.from, node.to));
  return one.menu === other.menu && words(one).join(" ") === words(other).join(" ");
}

const NOTHING_GIVEN: Readonly<Record<string, string>> = {};
/** What a built-in item is called and found by; the rest of it can be changed. */
const IDENTITY: ReadonlySet<string> = new Set([
  "name",
  "default-name",
  "default",
  ".id",
  "builtin",
  "label",
  "interface",
]);
const UNKNOWN: EffectiveValue = { from: "unknown", text: undefined };

/** What people call an item of a menu that has no `name`. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "/interface/bridge/port": ["interface"],
  "/interface/bridge/vlan": ["vlan-ids"],
  "/interface/list/member": ["interface"],
  "/interface/wireguard/peers": ["comment"],
  "/ip/address": ["address"],
  "/ip/arp": ["address"],
  "/ip/dhcp-client": ["interface"],
  "/ip/dhcp-server/lease": ["address", "mac-address"],
  "/ip/dhcp-server/network": ["address"],
  "/ip/dns/static": ["name", "regexp"],
  "/ip/firewall/address-list": ["address"],
  "/ip/ipsec/identity": ["peer"],
  "/ip/ipsec/policy": ["dst-address"],
  "/ip/route": ["dst-address"],
  "/ipv6/address": ["address"],
  "/ipv6/dhcp-client": ["interface"],
  "/ipv6/firewall/address-list": ["address"],
  "/ipv6/nd": ["interface"],
  "/ipv6/route": ["dst-address"],
  "/interface/pppoe-server/server": ["service-name", "interface"],
  "/queue/interface": ["interface"],
  "/radius": ["address"],
  "/system/logging": ["topics"],
  "/tool/netwatch": ["name", "host"],
  "/user/ssh-keys": ["user"],
};

interface Explicit {
  /** Each once, by its last word, in the order first written. */
  readonly properties: readonly Property[];
  /** Set by `enable` and `disable` when they come after the last `disabled=`. */
  readonly switched: "yes" | "no" | undefined;
  readonly isCopy: boolean;
}

/** Items have a handful of properties, and an index for each of 100,000 would be dear. */
function named(properties: readonly Property[], name: string): Property | undefined {
  for (const property of properties) if (property.name === name) return property;
  return undefined;
}

function readExplicit(commands: readonly BoundNode[], schema: Schema): Explicit {
  const properties: Property[] = [];
  let switched: Explicit["switched"];
  let isCopy = false;
  for (const command of commands) {
    if (command.command === "enable") switched = "no";
    else if (command.command === "disable") switched = "yes";
    else if (command.command === "unset") unset(properties, command);
    else {
      for (const property of writtenProperties(command, schema)) {
        if (property.name === "copy-from") isCopy = true;
        if (property.name === "disabled") switched = undefined;
        put(properties, property);
      }
    }
  }
  return { properties, switched, isCopy };
}

function put(properties: Property[], property: Property): void {
  const at = properties.findIndex(({ name }) => name === property.name);
  if (at < 0) properties.push(property);
  else properties[at] = property;
}

/** Arguments that tell a command what to act on or where, not what the item is. */
const DIRECTIONS = new Set(["numbers", "place-before"]);

/** The properties a command writes, in order; the same name may come twice. */
function writtenProperties(command: BoundNode, schema: Schema): Property[] {
  const written: Property[] = [];
  for (const { node, name } of command.args) {
    if (name === undefined || DIRECTIONS.has(name)) continue;
    const isUnset = node.negated && node.value === undefined;
    const isFlag = node.operator === undefined && !isUnset;
    const text = isUnset
      ? undefined
      : isFlag
        ? "yes"
        : node.value === undefined
          ? withoutValue(node, command)
          : asWritten(constantText(node.value), command, name, schema);
    written.push({ name, argument: node, command, text, isUnset });
  }
  return written;
}

/** Empty, unless a value follows behind a blank: the router takes that (Manual: Scripting), and no place here holds it. */
function withoutValue(node: Argument, { unnamed }: BoundNode): "" | undefined {
  const isBehind = unnamed.some(
    (value) => value.from > node.to && /^[ \t]+$/.test(node.chunk.text.slice(node.to, value.from)),
  );
  return isBehind ? undefined : "";
}

/** Some exports print `true` and `false` where others print `yes` and `no`; a name or a comment may be such a word. */
function asWritten(
  text: string | undefined,
  command: BoundNode,
  name: string,
  schema: Schema,
): string | undefined {
  if (text !== "true" && text !== "false") return text;
  const knowledge = schema.property(command.menu, command.command ?? "", name);
  if (knowledge.kind !== "known") return text;
  const { type } = knowledge.value;
  const isSwitch = type.kind === "boolean" || (type.kind === "enum" && type.words.includes("yes"));
  return isSwitch && !(type.kind === "enum" && type.words.includes(text)) ? SWITCH[text] : text;
}

const SWITCH = { true: "yes", false: "no" } as const;

/** `unset [find …] gateway` and `unset … value-name=gateway`. */
function unset(properties: Property[], command: BoundNode): void {
  const named = command.args.find((arg) => arg.name === "value-name");
  const last = command.unnamed.at(-1);
  const name = named
    ? constantText(named.node.value)
    : command.unnamed.length > 1
      ? constantText(last)
      : undefined;
  const at = properties.findIndex((property) => property.name === name);
  if (at >= 0) properties.splice(at, 1);
}
