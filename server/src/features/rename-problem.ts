import { isFilterRule } from "../model/filter-rule.ts";
import type { Item } from "../model/model.ts";
import { isHardwareName, scopeOf } from "../model/resolve-name.ts";
import { aNamespaceWord } from "../rules/facts/namespace-words.ts";
import { namespaces } from "../schema/references.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import type { ItemSubject, NameSubject, Subject } from "./subject.ts";
import { type VariableSubject, variablesOf } from "./variables.ts";

/** Why a subject cannot be called so, in a sentence for people; undefined when it can. */
export function renameProblem(
  analysis: Analysis,
  file: AnalysedFile,
  subject: Subject,
  newName: string,
): string | undefined {
  if (newName === "") return "A name has at least one character.";
  switch (subject.kind) {
    case "variable":
      return variableProblem(analysis, file, subject, newName);
    case "item":
      return (
        (isLogin(subject) ? loginProblem(newName) : spellingProblem(newName)) ??
        itemProblem(analysis, subject, newName) ??
        placeProblem(analysis, subject, newName)
      );
    case "name":
      return (
        spellingProblem(newName) ??
        nameProblem(analysis, subject, newName) ??
        placeProblem(analysis, subject, newName)
      );
  }
}

/** What can stand everywhere else in quotes cannot where a name is told from code by its letters alone. */
function placeProblem(
  { model }: Analysis,
  { name }: ItemSubject | NameSubject,
  newName: string,
): string | undefined {
  const uses = model.references.filter((reference) => reference.name === name);
  const isInRule = uses.some(({ command, property }) => isFilterRule(command.menu, property));
  if (isInRule && !/^[A-Za-z_][\w.-]*$/.test(newName))
    return `The rule of a routing filter names \`${name}\`, and there \`${newName}\` would not be read as one name.`;
  const isEvent = uses.some(
    ({ namespace, property }) => namespace === "script" && !NAMES_A_SCRIPT.has(property),
  );
  if (isEvent && !/^[\w.@-]+$/.test(newName))
    return `An event runs \`${name}\`, and there \`${newName}\` would be read as a command.`;
  return undefined;
}

/** Properties that hold a script's name; others hold its name or its text. */
const NAMES_A_SCRIPT: ReadonlySet<string> = new Set(["name", "numbers"]);

/** People log in under these, with a realm too, and they stand in no address. */
function isLogin({ items }: ItemSubject): boolean {
  return items.every(({ menu }) => LOGINS.has(menu));
}

const LOGINS: ReadonlySet<string> = new Set(["/ip/hotspot/user", "/ppp/secret", "/user"]);

function loginProblem(name: string): string | undefined {
  return spellingProblem(name.replace(/[%@]/g, ""));
}

/** What RouterOS would read as something else than a name, at least in some of the places. */
function spellingProblem(name: string): string | undefined {
  if (/\p{Cc}/u.test(name)) return "A name holds no line breaks and control characters.";
  if (name.startsWith("!"))
    return "A name that begins with `!` would be read as the opposite of another one.";
  if (/^[*<]/.test(name)) return `RouterOS itself uses names that begin with \`${name.charAt(0)}\`.`;
  const sign = /[,%@]/.exec(name)?.[0];
  if (sign !== undefined) return `Where names stand in lists and addresses, \`${sign}\` would part this one.`;
  return undefined;
}

function itemProblem({ model }: Analysis, { items }: ItemSubject, newName: string): string | undefined {
  if (/^\d+$/.test(newName)) return "Commands would read a name of digits only as the number of a line.";
  for (const namespace of namespacesOf(items, model.schema)) {
    const word = aNamespaceWord(namespace);
    const [other] = model.find(namespace, newName).filter((item) => !items.includes(item));
    if (other !== undefined) return `There is already ${word} \`${newName}\` in \`${other.menu}\`.`;
    if (model.schema.builtinsOf(namespace).includes(newName))
      return `\`${newName}\` means something else to RouterOS where it asks for ${word}.`;
    if (
      namespace === "iface" &&
      isHardwareName(newName) &&
      !isFree(model.items("/interface/ethernet"), newName)
    )
      return `\`${newName}\` is what RouterOS calls an interface of the hardware.`;
  }
  return undefined;
}

/** The port of that name is called otherwise. */
function isFree(ports: readonly Item[], name: string): boolean {
  return ports.some((port) => port.text("default-name") === name);
}

export function namespacesOf(items: readonly Item[], schema: Analysis["model"]["schema"]): readonly string[] {
  const menus = new Set(items.map(({ menu }) => menu));
  return namespaces().filter((namespace) =>
    schema
      .definitionsOf(namespace)
      .some(({ menu, property }) => menus.has(menu) && property !== "default-name"),
  );
}

function nameProblem({ model }: Analysis, subject: NameSubject, newName: string): string | undefined {
  const { namespace, table } = subject;
  const word = aNamespaceWord(namespace);
  if (model.schema.builtinsOf(namespace).includes(newName))
    return `\`${newName}\` is ${word} that RouterOS has by itself; renaming would join the two.`;
  const isThere = model
    .occurrences(namespace, newName)
    .some(({ command }) => scopeOf(namespace, command.menu) === table);
  return isThere ? `There is already ${word} \`${newName}\`; renaming would join the two.` : undefined;
}

function variableProblem(
  analysis: Analysis,
  file: AnalysedFile,
  subject: VariableSubject,
  newName: string,
): string | undefined {
  if (!/^[A-Za-z0-9]+$/.test(newName)) return "The name of a variable consists of letters and digits.";
  const variables = variablesOf(analysis, file);
  const own = variables.find(({ occurrences }) =>
    occurrences.some(({ range }) => range.start === subject.range.start),
  );
  const isThere = variables.some(
    ({ name, visibleIn }) =>
      name === newName &&
      (own === undefined || (visibleIn.start < own.visibleIn.end && own.visibleIn.start < visibleIn.end)),
  );
  return isThere ? `There is already a variable \`${newName}\` here.` : undefined;
}
