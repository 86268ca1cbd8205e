import type { Schema } from "../schema/lookup.ts";
import type {
  Argument,
  Block,
  Chunk,
  Command,
  Substitution,
  SyntaxTree,
  Value,
  Word,
} from "../syntax/tree.ts";
import type { Version } from "../values/version.ts";

/**
 * The configuration as a whole: what the router would hold after importing the files.
 * Immutable; built by build-model.ts; knows nothing of rules or editors.
 */
export interface Model {
  readonly schema: Schema;
  /** By header, else by setting, else undefined (the union of all versions is assumed). */
  readonly version: Version | undefined;
  readonly source: ExportInfo;
  /** One router may be spread over several files; most have one. */
  readonly files: readonly ModelFile[];
  /** Every bound command in text order, the nested ones (blocks, `[…]`, embedded scripts) after their parent. */
  readonly commands: readonly BoundCommand[];
  /**
   * What `pick` finds in each command, in text order. Kept from revision to revision with the commands, so `pick`
   * must be one and the same function each time, look at nothing but its command, and give no offsets: they move.
   */
  gather<T>(pick: (command: BoundCommand) => readonly T[]): readonly T[];
  /** The same for the live items of a menu, in their order; `pick` may not look at their index. */
  gatherItems<T>(menu: string, pick: (item: Item) => readonly T[]): readonly T[];
  /** The same for the statements of a file, nested ones in the one that holds them. */
  inChunks<T>(file: ModelFile, pick: (chunk: Chunk) => readonly T[]): readonly T[];
  /**
   * What `compute` makes of the model, worked out once for all who want it, and kept like what is gathered: `compute`
   * must be one and the same function each time, look at nothing but the model, and give no offsets.
   */
  derive<T>(compute: (model: Model) => T): T;
  /** What is said first in a menu at top level: in exports the section's header. */
  headerOf(menu: string): BoundCommand | undefined;
  /**
   * One and the same for commands of a file's own lines that are written alike but for the values of their named
   * arguments; undefined for commands with a value that has no name, or with a problem.
   */
  shapeOf(command: BoundCommand): object | undefined;
  /** Menus that have items or settings written in the files, sorted. */
  readonly menus: readonly string[];
  /**
   * The live items of a menu in the router's order: written ones, then what the version builds in
   * (`origin: "builtin"`, e.g. ppp profile `default`). Removed ones are left out. Settings menus give one item.
   */
  items(menu: string): readonly Item[];
  /** The one item of a settings menu (`/ip ssh`, `/interface pptp-server server` up to 7.16); always there, perhaps all default. */
  settings(menu: string): Item;
  /** All references in text order. */
  readonly references: readonly Reference[];
  referencesFrom(item: Item): readonly Reference[];
  /** Who names this item, in text order. */
  referencesTo(item: Item): readonly Reference[];
  /** Every place that writes a name of a namespace, declarations included; what rename has to change beside the items' own names. */
  occurrences(namespace: string, name: string): readonly Reference[];
  /** Whether a script or a condition is among those places. */
  isNamedInScripts(namespace: string, name: string): boolean;
  /** The item a command made or changed (the first of several). */
  itemOf(command: BoundCommand): Item | undefined;
  /**
   * All items called `name` in a namespace of schema/references.ts ("iface", "routing-table" …; "interface",
   * "interface-list" and "address-list" are understood as well). References give the schema's own word.
   */
  find(namespace: string, name: string): readonly Item[];
  /** The names a namespace holds here, built-in ones included; for completion. */
  names(namespace: string): readonly string[];
  /**
   * True when something not written under `menu` is certainly the router's default: a whole export,
   * at root level, without `#error exporting` of that menu.
   */
  absenceMeansDefault(menu: string): boolean;
}

export interface ModelFile {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  /** It did not break off before it was edited: where it ends within a command now, someone is typing. */
  readonly wasWhole?: boolean;
}

/** What the file says of itself. */
export interface ExportInfo {
  /** `full`: a whole `/export`; `partial`: an export of some menus; `script`: anything else. */
  readonly kind: "full" | "partial" | "script";
  /** Why it was judged so, in words, for hovers and `explain`. */
  readonly reason: string;
  readonly isVerbose: boolean;
  /** v6 shows secrets unless `hide-sensitive`; v7 hides them unless `show-sensitive`. */
  readonly secrets: "shown" | "hidden" | "unknown";
  /** Menus named by `#error exporting …` lines, as full paths. */
  readonly failedMenus: readonly string[];
  /** The file whose export header speaks for all: the first one that has any, else the first one. */
  readonly headPath?: string;
  /** The `# … by RouterOS x.y` comment's version text as written. */
  readonly versionText?: string;
  readonly boardModel?: string;
}

/** A command whose words were told apart by the schema. */
export interface BoundCommand {
  readonly node: Command;
  readonly file: ModelFile;
  /** The menu the command stands in before its own path, e.g. "/ip/firewall/filter"; "/" at the root. */
  readonly context: string;
  /** Full path of the menu the command acts on. */
  readonly menu: string;
  /** Full name after abbreviations; undefined when the statement only changes the menu or is a call or bare value. */
  readonly command: string | undefined;
  /** The word node that named the command. */
  readonly commandWord: Word | undefined;
  /** Words after the command that have no name, and unnamed values, in order. */
  readonly unnamed: readonly (Word | Value)[];
  readonly args: readonly BoundArgument[];
  readonly problem: BindProblem | undefined;
  /** False inside `:if`, loops, functions, event scripts: it may or may not run. */
  readonly isCertain: boolean;
  /** The command whose block, substitution or script string holds this one. */
  readonly parent: BoundCommand | undefined;
  readonly container: Block | Substitution | Value | undefined;
  /** Set for commands of a script inside a string property, e.g. "on-event". */
  readonly embeddedIn: { readonly command: BoundCommand; readonly property: string } | undefined;
}

export interface BoundArgument {
  readonly node: Argument;
  /** Full property name, abbreviations and leading-dot shorthand resolved; undefined for unnamed ones. */
  readonly name: string | undefined;
  /** True when the file wrote a shortened name. */
  readonly isAbbreviated: boolean;
}

export interface BindProblem {
  readonly kind: "unknown-menu" | "unknown-command" | "ambiguous-word";
  readonly at: Word;
  readonly candidates: readonly string[];
}

/** One object of the router's configuration. */
export interface Item {
  readonly menu: string;
  /**
   * `add`: written by an add; `set`: a built-in or default item that the file changes; `builtin`: there
   * without being written; `settings`: the one item of a settings menu.
   */
  readonly origin: "add" | "set" | "builtin" | "settings";
  /** Position among the items of its menu, from 0. */
  readonly index: number;
  /** What people call it: `name=`, else `default-name`, the value of `set NAME`, the menu's own key … */
  readonly name: string | undefined;
  readonly comment: string | undefined;
  /** The command that made it; undefined when nothing in the file speaks of it. */
  readonly command: BoundCommand | undefined;
  /** Later `set`, `enable`, `disable`, `comment` commands merged onto it, in order. */
  readonly changes: readonly BoundCommand[];
  /**
   * False when it is made, changed, removed or put in its place under a condition or by a `find` that could not be
   * decided, unless that tells notes only: comment, log. What may be changed so reads as computed.
   */
  readonly isCertain: boolean;
  /** Effective `disabled`: undefined when unknown. PPP clients are created disabled. */
  readonly isDisabled: boolean | undefined;
  /** Explicit properties, last word wins, in the order first written. */
  readonly properties: readonly Property[];
  property(name: string): Property | undefined;
  /** Explicit, else the version's default (where known), else unknown. */
  value(name: string): EffectiveValue;
  /** `value(name).text`: undefined both for "not set, no known default" and for computed values. */
  text(name: string): string | undefined;
}

export interface Property {
  readonly name: string;
  readonly argument: Argument;
  readonly command: BoundCommand;
  /** Decoded constant text ("" for `name=`); undefined when computed or unset by `!name`. */
  readonly text: string | undefined;
  readonly isUnset: boolean;
}

export type EffectiveValue =
  | { readonly from: "explicit"; readonly text: string; readonly property: Property }
  /** Written, but as `$x`, `[…]` or `(…)`, or perhaps written over by a command of uncertain effect. */
  | { readonly from: "computed"; readonly text: undefined; readonly property: Property }
  | { readonly from: "default"; readonly text: string }
  | { readonly from: "unknown"; readonly text: undefined };

/** A property, or a part of one, that names something. */
export interface Reference {
  readonly namespace: string;
  readonly name: string;
  /** Absolute offsets in `file` of just the name (without `!`, quotes, `%`, `@`). */
  readonly range: { readonly start: number; readonly end: number };
  readonly file: ModelFile;
  readonly property: string;
  /** The item that speaks; undefined for references in `find` conditions and scripts. */
  readonly item: Item | undefined;
  readonly command: BoundCommand;
  readonly isNegated: boolean;
  /**
   * The property brings the name into being by using it (`chain=`, `new-packet-mark=`, `list=` of an address
   * list). Such a one is in `references`, but neither in `referencesFrom` nor in `referencesTo`.
   */
  readonly isDeclaration: boolean;
  /** `weak`: found in script text or in a condition, where it need not name anything. */
  readonly strength: "strong" | "weak";
  readonly target: ReferenceTarget;
}

export type ReferenceTarget =
  | { readonly kind: "item"; readonly items: readonly Item[] }
  | { readonly kind: "builtin" }
  /** Namespaces that exist by being used (chains, marks, address lists), and no item here declares the name. */
  | { readonly kind: "declared-by-use" }
  /** Nothing of that name in a full export. */
  | { readonly kind: "missing" }
  /** The file is no full export, or the value is computed, or the namespace's menu failed to export. */
  | { readonly kind: "unknown" };
