import type { Change } from "../edit/change.ts";
import type { BoundCommand, Model } from "../model/model.ts";
import type { Schema } from "../schema/lookup.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { Version } from "../values/version.ts";

/** One comparison: the configuration, and the commands of both versions. */
export interface Look {
  readonly model: Model;
  readonly to: Version;
  readonly before: Schema;
  readonly after: Schema;
  /** Commands whose words were told apart. */
  readonly commands: readonly BoundCommand[];
  /** Targets of moved menus as found so far; see `movedMenu`. */
  readonly moved: Map<string, string | undefined>;
}

/**
 * `gone`: the version has no such thing; `renamed`: another name or place took over; `value`: the word is not
 * taken; `changed`: it works otherwise; `default`: what is not written means something else; `required`: more
 * must be written; `unknown`: no facts.
 */
export type UpgradeKind = "gone" | "renamed" | "value" | "changed" | "default" | "required" | "unknown";

/** One thing that another version takes otherwise, as the parts of the check find it. */
export interface UpgradeIssue {
  /** Issues of the same key are told as one. */
  readonly key: string;
  readonly kind: UpgradeKind;
  readonly message: string;
  readonly breaks: boolean;
  readonly places: readonly IssuePlace[];
  /** Empty where a person has to decide. */
  readonly changes: readonly Change[];
  /** What `changes` do, in words. */
  readonly fix?: string;
  /** A property that is gone and has no successor: several of one menu are told in one sentence. */
  readonly goneProperty?: { readonly menu: string; readonly name: string; readonly spans: string };
}

export interface IssuePlace {
  readonly file: string;
  readonly range: Range;
}

type Positioned = Parameters<typeof rangeOf>[0];

export function issuePlace(
  command: BoundCommand,
  node: Positioned = command.commandWord ?? command.node,
): IssuePlace {
  return { file: command.file.path, range: rangeOf(node) };
}

/** "/ip firewall filter", as people write menus. */
export function menuText(path: string): string {
  return path === "/" ? "/" : `/${path.slice(1).replaceAll("/", " ")}`;
}
