import type { BoundCommand, Model } from "../../model/model.ts";
import { innerValues, isPlain } from "../../model/nested.ts";
import { constantText, type Node, rangeOf, type Value } from "../../syntax/tree.ts";
import { childrenOf } from "../../syntax/walk.ts";
import type { Range } from "../../text/range.ts";
import { BOT_TOKEN, isSecretVariable, LOGIN_IN_URL, SECRET_IN_QUERY } from "../../values/secret-name.ts";
import { isPlaceholder } from "./secret-strength.ts";

/** A secret written into a script's own text: a variable's value, or a part of an address or a message. */
export interface ScriptSecret {
  readonly command: BoundCommand;
  readonly range: Range;
  /** What it is, for messages: "the value of `password`". */
  readonly what: string;
  /** The whole value is the secret, so that it can be replaced. */
  readonly isWhole: boolean;
}

/** What the vendor's and everybody's examples say in place of a secret. */
const EXAMPLE = /^(?:pass(?:word|wd)?|secret|token|user|username|anonymous|guest)$/i;

export function secretsInScripts(model: Model): ScriptSecret[] {
  const suspects = model.gather(suspect);
  if (suspects.length === 0) return [];
  const scripts = scriptProperties(model);
  return suspects.flatMap((command) => [
    ...variableSecret(command),
    ...textSecrets(command, scripts.get(command)),
  ]);
}

/** Commands that hold a secret, unless it stands in a script that is looked into by itself. */
function suspect(command: BoundCommand): readonly BoundCommand[] {
  const isSuspect =
    variableSecret(command).length > 0 ||
    (mayTellSecret(command) && textSecrets(command, undefined).length > 0);
  return isSuspect ? [command] : [];
}

/** Whether what both a login and a token have stands in the command at all; escapes may spell it, or a line end part it. */
function mayTellSecret({ node: { chunk, from, to } }: BoundCommand): boolean {
  const text = chunk.text.slice(from, to);
  return text.includes("\\") ? /:|\\3/.test(text) : /:\/\/|\d{8}:/.test(text);
}

function scriptProperties(model: Model): ReadonlyMap<BoundCommand, Set<string>> {
  const properties = new Map<BoundCommand, Set<string>>();
  for (const { command, property } of model.gather(holderOf)) {
    const known = properties.get(command);
    if (known === undefined) properties.set(command, new Set([property]));
    else known.add(property);
  }
  return properties;
}

function holderOf({ embeddedIn }: BoundCommand): readonly NonNullable<BoundCommand["embeddedIn"]>[] {
  return embeddedIn === undefined ? [] : [embeddedIn];
}

/** `:local password "…"`; `:set password "…"`. */
function variableSecret(command: BoundCommand): ScriptSecret[] {
  if (command.menu !== "/" || !["local", "global", "set"].includes(command.command ?? "")) return [];
  const [first, value] = command.unnamed;
  if (value === undefined) return [];
  const found = valueSecret(command, first === undefined ? undefined : nameOf(first), value);
  return found.length > 0 || isPlain(value) ? found : elementSecrets(command, value);
}

function nameOf(node: Node): string | undefined {
  if (node.kind === "variable") return node.name;
  if (node.kind === "word" || node.kind === "string") return constantText(node);
  // `:set ($mail->"password") …`
  const isKey = node.kind === "group" && node.value?.kind === "binary" && node.value.operator === "->";
  return isKey && node.value?.kind === "binary" ? constantText(node.value.right) : undefined;
}

/** `{"user"="backup"; "password"="…"}` */
function elementSecrets(command: BoundCommand, value: Value): ScriptSecret[] {
  return innerValues(value).flatMap((inner) =>
    inner.kind === "array"
      ? inner.elements.flatMap((element) =>
          element.value === undefined ? [] : valueSecret(command, constantText(element.key), element.value),
        )
      : [],
  );
}

function valueSecret(command: BoundCommand, name: string | undefined, value: Value): ScriptSecret[] {
  if (name === undefined || !isSecretVariable(name)) return [];
  if (value.kind !== "string" && value.kind !== "word") return [];
  const text = constantText(value);
  if (text === undefined || !looksSecret(text)) return [];
  return [{ command, range: rangeOf(value), what: `the value of \`${name}\``, isWhole: true }];
}

function looksSecret(text: string): boolean {
  if (text.length < 4 || /^(?:true|false|none|nil|nothing|null|yes|no)$/i.test(text)) return false;
  return !EXAMPLE.test(text) && !isPlaceholder(text) && !isSample(text);
}

/** "Password" in other languages, which stands where people fill theirs in. */
const WORD_FOR_PASSWORD = /^(?:contrase[nñ]a|senha|passwort|mot ?de ?passe|parola|has[lł]o|пароль)$/i;

/** `YYYYYYYY`, `ftp-password`, `xoxp-your-token-here`: written for people to fill in. */
function isSample(text: string): boolean {
  return (
    /^([A-Za-z])\1+$/.test(text) ||
    WORD_FOR_PASSWORD.test(text) ||
    /\byour\b|[-_ ]here$|example|s[e3]cr[e3]t$|password$|passwd$|[-_ ](?:token|key|psk)$/i.test(text)
  );
}

/** Secrets inside longer texts; the scripts among a command's properties are looked into as commands of their own. */
function textSecrets(command: BoundCommand, scripts: Set<string> | undefined): ScriptSecret[] {
  const own = new Set<Node>([
    ...command.unnamed,
    ...command.args.flatMap(({ name, node }) =>
      node.value === undefined || (name !== undefined && scripts?.has(name)) ? [] : [node.value],
    ),
  ]);
  return [...own]
    .flatMap((node) => textsIn(node))
    .flatMap((value) => {
      const what = secretPart(value);
      return what === undefined ? [] : [{ command, range: rangeOf(value), what, isWhole: false }];
    });
}

/** Words and texts of strings; blocks and substitutions hold commands of their own. */
function textsIn(root: Node): (Value | Extract<Node, { kind: "text" }>)[] {
  const found: (Value | Extract<Node, { kind: "text" }>)[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === "word" || node.kind === "text") found.push(node);
    else if (node.kind !== "block" && node.kind !== "substitution")
      for (const child of childrenOf(node)) stack.push(child);
  }
  return found;
}

function secretPart(node: { readonly kind: string; readonly text?: string } | Value): string | undefined {
  const text = "text" in node ? node.text : undefined;
  if (text === undefined || text.length < 8) return undefined;
  const [, user = "", password] = LOGIN_IN_URL.exec(text) ?? [];
  if (
    password !== undefined &&
    !EXAMPLE.test(password) &&
    !EXAMPLE.test(user) &&
    !isPlaceholder(password) &&
    !password.includes("$")
  )
    return "the login in this address";
  const [, name, value] = SECRET_IN_QUERY.exec(text) ?? [];
  if (value !== undefined && looksSecret(value) && !/[$%<{]/.test(value))
    return `the ${name} in this address`;
  const token = BOT_TOKEN.exec(text)?.[1];
  return token !== undefined && !isPlaceholder(token) ? "the bot token in this text" : undefined;
}
