import type { Change } from "../../edit/change.ts";
import type { BoundArgument, BoundCommand, Model } from "../../model/model.ts";
import type { VersionSpans } from "../../schema/lookup.ts";
import { constantText, rangeOf } from "../../syntax/tree.ts";
import type { Range } from "../../text/range.ts";
import { knownCommand, propertyArguments } from "./known-command.ts";
import { menuWords } from "./label.ts";

/** Something of RouterOS 6 in a file of 7, or the other way round. */
export type OtherGeneration =
  | { readonly kind: "menu"; readonly command: BoundCommand; readonly menu: string; readonly range: Range }
  | {
      readonly kind: "property";
      readonly command: BoundCommand;
      readonly menu: string;
      readonly name: string;
      readonly argument: BoundArgument | undefined;
      readonly range: Range;
    };

/** What in a command only the other generation has; empty where the version is not known. */
export function otherGeneration(command: BoundCommand, model: Model): OtherGeneration[] {
  const { version, schema } = model;
  if (version === undefined || command.problem !== undefined) return [];
  const isSeven = version.major >= 7;
  const isOther = (spans: VersionSpans) => (isSeven ? endsBeforeSeven(spans) : beginsWithSeven(spans));
  const menu = schema.menu(command.menu);
  if (menu.kind === "absent") {
    // One finding a section: the statement that goes to the menu, or the first full-path command.
    if (command.command !== undefined && command.context === command.menu) return [];
    if (!isOther(menu.seenIn)) return [];
    return [{ kind: "menu", command, menu: command.menu, range: pathRange(command) }];
  }
  const known = knownCommand(command, model);
  if (known === undefined) return [];
  const isForeign = (name: string) => {
    const knowledge = schema.property(known.menu, known.command, name);
    return knowledge.kind === "absent" && isOther(knowledge.seenIn);
  };
  const named = propertyArguments(command).flatMap((argument): OtherGeneration[] => {
    const name = argument.name ?? "";
    if (!isForeign(name)) return [];
    const range = rangeOf(argument.node.name ?? argument.node);
    return [{ kind: "property", command, menu: known.menu, name, argument, range }];
  });
  const flags = command.unnamed.flatMap((word): OtherGeneration[] =>
    word.kind === "word" && ["add", "set"].includes(known.command) && isForeign(word.text)
      ? [
          {
            kind: "property",
            command,
            menu: known.menu,
            name: word.text,
            argument: undefined,
            range: rangeOf(word),
          },
        ]
      : [],
  );
  return [...named, ...flags];
}

function endsBeforeSeven(spans: VersionSpans): boolean {
  return spans.length > 0 && spans.every(({ until }) => until !== undefined && until.major < 7);
}

/** An open beginning is that of the facts, which speak of 7.9 and later. */
function beginsWithSeven(spans: VersionSpans): boolean {
  return (
    spans.length > 0 &&
    spans.every(
      ({ since, until }) => (since ?? until)?.major !== 6 && (until === undefined || until.major >= 7),
    )
  );
}

/** From the command's first word to the last word of its path. */
export function pathRange(command: BoundCommand): Range {
  const words = command.node.words;
  const first = words[0];
  if (first === undefined) return rangeOf(command.node);
  const index = command.commandWord === undefined ? words.length : words.indexOf(command.commandWord);
  const last = words[Math.max(0, index - 1)] ?? first;
  return { start: rangeOf(first).start, end: rangeOf(last).end };
}

/** The path of a menu in place of the one that is written; undefined where it is written in another way than whole. */
export function renameMenu(found: OtherGeneration, to: string): Change | undefined {
  const { command, range } = found;
  if (command.node.lead !== "/" || command.embeddedIn !== undefined) return undefined;
  const written = command.file.text.slice(range.start, range.end);
  if (`/${written.replace(/[\s/]+/g, "/")}` !== found.menu) return undefined;
  const words = written.includes("/") ? to.slice(1) : menuWords(to).slice(1);
  return { kind: "text", file: command.file, edit: { range, newText: words } };
}

/** The property's text, `name=value`, replaced. */
export function replaceArgument({ file }: BoundCommand, { node }: BoundArgument, newText: string): Change {
  return { kind: "text", file, edit: { range: rangeOf(node), newText } };
}

/** The property's name replaced, its value kept. */
export function renameProperty(
  { file }: BoundCommand,
  { node }: BoundArgument,
  name: string,
): Change | undefined {
  return node.name === undefined || node.chunk.toOuter !== undefined
    ? undefined
    : { kind: "text", file, edit: { range: rangeOf(node.name), newText: name } };
}

export function argumentText(argument: BoundArgument | undefined): string | undefined {
  return constantText(argument?.node.value);
}
