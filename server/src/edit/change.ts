import type { Item, ModelFile } from "../model/model.ts";
import type { TextEdit } from "../text/edit.ts";

/**
 * What fixes and migrations want, as data: render-edits.ts turns a list of changes into edits of the file in
 * the file's own style, render-script.ts into a runnable script. Values are raw text; quoting is the renderer's.
 */
export type Change = SetChange | AddChange | RemoveChange | TextChange;

/** Raw text, or `true` for a bare flag as `fib` and `blackhole`, which exports write without a value. */
export type PropertyValue = string | true;

/** Sets or unsets (`undefined`) properties of one item; others stay as they are written. */
export interface SetChange {
  readonly kind: "set";
  readonly item: Item;
  readonly properties: Readonly<Record<string, PropertyValue | undefined>>;
}

/** A new `add`, or a `set` of a settings menu that has nothing written yet (`kind: "set"` on the settings item). */
export interface AddChange {
  readonly kind: "add";
  readonly menu: string;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** Where order matters. Without it: after the last item of the menu, or a new section in export order. */
  readonly place?: { readonly before: Item } | { readonly after: Item };
}

export interface RemoveChange {
  readonly kind: "remove";
  readonly item: Item;
}

/** A correction of the text itself, as a misspelt word. */
export interface TextChange {
  readonly kind: "text";
  readonly file: ModelFile;
  readonly edit: TextEdit;
  /** `edit` is told anew when it is asked, so that it holds while text before it grows and shrinks. */
  readonly moves?: true;
}

/** Something only the user knows; stands in a value as `<NAME>` until it is filled in. */
export interface InputNeeded {
  /** `peer-public-key`; the placeholder is its upper-case form in angle brackets, `<PEER-PUBLIC-KEY>`. */
  readonly name: string;
  /** Without the tunnel's name, where several tunnels ask for the like; an answer by it counts for all of them. */
  readonly plainName?: string;
  /** What it is and where to find it, one sentence. */
  readonly description: string;
  /** True for keys and passwords: never printed, never written to a `.rsc`. */
  readonly isSecret?: boolean;
  readonly suggestion?: string;
  /** What an answer has to look like; free text without it. */
  readonly kind?: InputKind;
  /** Of kind `choice`: the words, the one that counts without an answer first. */
  readonly choices?: readonly string[];
  /** Has an effect of its own without an answer, so nothing waits for it. */
  readonly isOptional?: boolean;
}

/**
 * `host`: a name or an address, `:port` behind it included; `host-prefix`: an interface's address; `prefixes`: a comma list;
 * `addresses`: also ranges.
 */
export type InputKind =
  | "host"
  | "address"
  | "addresses"
  | "host-prefix"
  | "prefix"
  | "prefixes"
  | "port"
  | "wireguard-key"
  | "choice";
