import type { InputNeeded } from "../../edit/change.ts";
import type { BoundArgument, BoundCommand, Item, Model } from "../../model/model.ts";
import { constantText, rangeOf, type Value } from "../../syntax/tree.ts";
import type { Range } from "../../text/range.ts";
import { isSecretName } from "../../values/secret-name.ts";
import { label, menuWords } from "./label.ts";
import { isPlaceholder } from "./secret-strength.ts";

/** A secret that stands in clear in the text: a literal, no mask, no variable. */
export interface WrittenSecret {
  readonly command: BoundCommand;
  readonly property: string;
  readonly value: Value;
  /** Never to be printed. */
  readonly text: string;
  readonly item: Item | undefined;
  /** Inside a script that a string property holds. */
  readonly isEmbedded: boolean;
}

/** What stands in place of a secret that was taken out. */
export const REDACTED = "<REDACTED>";

/** Asked for, so that nothing takes the secrets of a whole file out unasked: a router importing it would get the mark. */
export const REDACTED_INPUT: InputNeeded = {
  name: "redacted",
  description: "What stands in place of the secret; a router that imports the file takes it as the secret.",
  suggestion: REDACTED,
};

/** Commands whose arguments are conditions or names of properties. */
const QUESTIONS = new Set(["find", "print", "get", "monitor", "export", "unset", "remove"]);

/** Every secret in clear, in text order. WireGuard's private keys are the business of a rule of their own. */
export function writtenSecrets(model: Model): WrittenSecret[] {
  return model.gather(secretsOf).map((secret) => ({ ...secret, item: model.itemOf(secret.command) }));
}

function secretsOf(command: BoundCommand): readonly Omit<WrittenSecret, "item">[] {
  if (command.command === undefined || QUESTIONS.has(command.command)) return [];
  return command.args.flatMap((argument) => secretOf(command, argument));
}

function secretOf(command: BoundCommand, { name, node }: BoundArgument): Omit<WrittenSecret, "item">[] {
  const { value } = node;
  if (name === undefined || value === undefined || node.operator !== "=") return [];
  if (!isReported(command.menu, name)) return [];
  const text = constantText(value);
  if (text === undefined || text === "" || NO_SECRETS.has(text) || isPlaceholder(text)) return [];
  return [{ command, property: name, value, text, isEmbedded: isInScript(command) }];
}

/** Words that switch something, where a property of such a name is no secret but a choice. */
const NO_SECRETS = new Set(["yes", "no", "none", "true", "false", "auto"]);

/** A key on a WireGuard interface is found by a rule that says more about it. */
function isReported(menu: string, name: string): boolean {
  return isSecretName(menu, name) && !(menu === "/interface/wireguard" && name === "private-key");
}

/** Whether the command stands in a script that a string property holds. */
export function isInScript(command: BoundCommand): boolean {
  for (let at: BoundCommand | undefined = command; at !== undefined; at = at.parent) {
    if (at.embeddedIn !== undefined) return true;
  }
  return false;
}

/** "`password` of `anna`", or of the menu where nothing has a name. */
export function describeSecret({ property, item, command }: WrittenSecret): string {
  const owner = item !== undefined && item.origin !== "settings" ? label(item) : `\`${placeWords(command)}\``;
  return `\`${property}\` of ${owner}`;
}

/** Settings by their menu, what only runs by its command too. */
function placeWords({ menu, command }: BoundCommand): string {
  if (command === undefined || command === "add" || command === "set") return menuWords(menu);
  return menu === "/" ? `/${command}` : `${menuWords(menu)} ${command}`;
}

export function placeOf({ command, value }: WrittenSecret): {
  readonly file: BoundCommand["file"];
  readonly range: Range;
} {
  return { file: command.file, range: rangeOf(value) };
}
