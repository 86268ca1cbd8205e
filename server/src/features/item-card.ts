import type { Item, Property, Reference } from "../model/model.ts";
import { namespaceWord } from "../rules/facts/namespace-words.ts";
import { isSecretVariable } from "../values/secret-name.ts";
import type { Analysis } from "./analysis.ts";
import { describeItem, hasSecretName } from "./item-label.ts";
import { isSecretProperty, MASK } from "./secret.ts";
import { declaresName, type NameSubject, sameNameReferences, usesOf } from "./subject.ts";

const SHOWN_PROPERTIES = 12;
const SHOWN_CHARACTERS = 80;

/** The item as it stands: what differs from the version's defaults, secrets masked. */
export function itemText(analysis: Analysis, item: Item): string {
  const written = item.properties.filter(({ name, isUnset }) => name !== "comment" && !isUnset);
  const telling = written.filter((property) => !isDefault(analysis, item, property));
  const lines = telling.slice(0, SHOWN_PROPERTIES).map((property) => lineOf(analysis, item, property));
  const left = telling.length - lines.length;
  const uses = count(usesOf(analysis.model, [item], item.name).length, "reference");
  const notes = [
    item.origin === "builtin" ? "built in" : uses,
    ...(item.isDisabled === true ? ["disabled"] : []),
    ...(item.isCertain ? [] : ["made or changed under a condition"]),
  ];
  const head = `**${escapeMarkdown(describeItem(item))}** · ${item.menu} · ${notes.join(" · ")}`;
  const comment =
    item.comment === undefined || item.comment === "" ? "" : `\n\n${escapeMarkdown(item.comment)}`;
  const body = lines.length === 0 ? "" : `\n\n\`\`\`routeros\n${lines.join("\n")}\n\`\`\``;
  const more =
    left === 0 || lines.length === 0 ? "" : `\n\nand ${count(left, "more property", "more properties")}`;
  return `${head}${comment}${body}${more}`;
}

/** A verbose export writes all defaults; they would hide what was chosen. The name stands above. */
function isDefault({ model }: Analysis, item: Item, { name, text }: Property): boolean {
  if (text === "" && model.source.isVerbose) return true;
  if (name === "name" && text === describeItem(item)) return true;
  return text !== undefined && text === model.schema.defaultValue(item.menu, name);
}

function lineOf(analysis: Analysis, item: Item, { name, text }: Property): string {
  if (text === undefined) return `${name}=…`;
  if (isSecretProperty(item.menu, name) ? name !== "name" || hasSecretName(item) : isSecretValue(item, name))
    return `${name}=${MASK}`;
  // A script may hold anything, passwords too.
  if (isScript(analysis, item.menu, name) && /[\s"]/.test(text))
    return `${name}=… (script of ${count(text.split(/\r\n|\n|\r/).length, "line")})`;
  const shown = text.replaceAll("`", "'").replace(/\s+/g, " ");
  return `${name}=${shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown}`;
}

/** The value of a container's variable is as secret as its key says. */
function isSecretValue(item: Item, name: string): boolean {
  return item.menu === "/container/envs" && name === "value" && isSecretVariable(item.text("key") ?? "");
}

function isScript({ model }: Analysis, menu: string, name: string): boolean {
  const known = ["add", "set"].map((verb) => model.schema.property(menu, verb, name));
  return known.some((knowledge) => knowledge.kind === "known" && knowledge.value.type.kind === "script");
}

const SHOWN_ENTRIES = 5;

/** A name that lives by being used: what makes it, how often it is asked for, and what a list holds. */
export function nameText(analysis: Analysis, subject: NameSubject): string {
  const head = `\`${subject.name}\` · ${namespaceWord(subject.namespace)}`;
  if (!analysis.model.schema.isDeclaredByUse(subject.namespace)) return head;
  const references = sameNameReferences(analysis, subject);
  const made = references.filter((reference) => declaresName(analysis, reference));
  const uses = references.length - made.length;
  const table = subject.table === undefined ? "" : ` of ${subject.table}`;
  const notes = [madeWords(subject.namespace, made), `${count(uses, "use")}`].filter((part) => part !== "");
  const entries = subject.namespace.startsWith("addr-list") ? entriesOf(made) : "";
  return `${head}${table} · ${notes.join(" · ")}${entries}`;
}

function madeWords(namespace: string, made: readonly Reference[]): string {
  if (namespace.includes("chain")) return count(made.length, "rule");
  if (namespace.startsWith("addr-list")) {
    const entries = made.filter(isEntry).length;
    const fillers = made.length - entries;
    return [
      count(entries, "entry", "entries"),
      ...(fillers > 0 ? [`filled by ${count(fillers, "more place")}`] : []),
    ].join(", ");
  }
  return made.length === 0 ? "" : `made in ${count(made.length, "place")}`;
}

function isEntry({ command }: Reference): boolean {
  return command.menu.endsWith("/firewall/address-list");
}

function entriesOf(made: readonly Reference[]): string {
  const entries = made.filter(isEntry).flatMap(({ item }) => item?.text("address") ?? []);
  if (entries.length === 0) return "";
  const more = entries.length > SHOWN_ENTRIES ? "\n…" : "";
  return `\n\n\`\`\`routeros\n${entries.slice(0, SHOWN_ENTRIES).join("\n")}${more}\n\`\`\``;
}

export function count(n: number, noun: string, several = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : several}`;
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
