import type { Change } from "../edit/change.ts";
import type { BoundCommand } from "../model/model.ts";
import { constantText, rangeOf, type Value } from "../syntax/tree.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { formatVersion, satisfies, type Version } from "../values/version.ts";
import { issuePlace, type Look, type UpgradeIssue } from "./upgrade-issue.ts";

/** What scripts are told otherwise, though they ask the same. */
export function scriptIssues(look: Look): readonly UpgradeIssue[] {
  return [...clockDates(look), ...systemPackage(look)];
}

/** Export headers write dates as jan/02/1970 up to 7.9 and as 1970-01-02 from 7.10 on, and so does the clock. */
function clockDates({ model, to, commands }: Look): UpgradeIssue[] {
  if (!crosses(model.version, to, "7.10")) return [];
  return commands.filter(asksForDate).map((command) => ({
    key: "clock date",
    kind: "changed",
    message: `\`/system clock get date\` gives 1970-01-02 in RouterOS ${formatVersion(to)}, and jan/02/1970 before 7.10. A script that takes the date apart has to count anew.`,
    breaks: false,
    places: [issuePlace(command)],
    changes: [],
  }));
}

function asksForDate({ menu, command, unnamed, args }: BoundCommand): boolean {
  if (menu !== "/system/clock" || command !== "get") return false;
  const named = args.find(({ name }) => name === "value-name")?.node.value;
  const asked = named ?? unnamed[0];
  return asked !== undefined && constantText(asked) === "date";
}

/** Scripts read the version of RouterOS from the package `system`; version 7 is one package, `routeros` (manual: Packages). */
function systemPackage({ model, to, commands }: Look): UpgradeIssue[] {
  if (!crosses(model.version, to, "7.0")) return [];
  return commands.flatMap((command) => {
    const named = namedPackage(command);
    if (constantText(named) !== "system" || named === undefined) return [];
    const range = rangeOf(named);
    const edit = { range: named.kind === "word" ? range : inside(range), newText: "routeros" };
    return [
      {
        key: "package system",
        kind: "renamed" as const,
        message: `RouterOS ${formatVersion(to)} has no package \`system\`: it is one package, \`routeros\`.`,
        breaks: true,
        places: [issuePlace(command, named)],
        changes:
          command.embeddedIn === undefined || named.kind === "word" ? [packageEdit(command, edit)] : [],
        fix: "Write routeros",
      },
    ];
  });
}

function namedPackage({ menu, command, unnamed, args }: BoundCommand): Value | undefined {
  if (menu !== "/system/package" || command === undefined) return undefined;
  if (command === "find" || command === "print")
    return args.find(({ name, node }) => name === "name" && node.operator === "=")?.node.value;
  return args.find(({ name }) => name === "numbers")?.node.value ?? unnamed[0];
}

function packageEdit({ file }: BoundCommand, edit: TextEdit): Change {
  return { kind: "text", file, edit };
}

function inside({ start, end }: Range): Range {
  return { start: start + 1, end: end - 1 };
}

const WIRELESS = /^\/(?:caps-man|interface\/(?:wireless|w60g))(?:\/|$)/;

/** Manual: Packages – legacy wireless and its CAPsMAN are in `routeros` up to 7.12, and a package of their own after. */
export function packageIssues({ model, to, commands }: Look): readonly UpgradeIssue[] {
  if (!crosses(model.version, to, "7.13")) return [];
  const [first] = commands.filter(
    ({ menu, command, embeddedIn }) =>
      WIRELESS.test(menu) && embeddedIn === undefined && (command === "add" || command === "set"),
  );
  if (first === undefined) return [];
  return [
    {
      key: "package wireless",
      kind: "changed",
      message: `\`/interface wireless\`, \`/interface w60g\` and \`/caps-man\` are in the package \`wireless\` from RouterOS 7.13 on, which has to be installed beside \`routeros\`; with \`wifi-qcom\` they are not there.`,
      breaks: true,
      places: [{ file: first.file.path, range: rangeOf(first.commandWord ?? first.node) }],
      changes: [],
    },
  ];
}

/** Whether the change that a version brought lies between the two. */
export function crosses(from: Version | undefined, to: Version, change: string): boolean {
  return from !== undefined && satisfies(from, `<${change}`) && satisfies(to, `>=${change}`);
}
