import type { BoundCommand } from "../model/model.ts";
import { constantText, rangeOf } from "../syntax/tree.ts";
import { formatVersion, satisfies, type Version } from "../values/version.ts";
import { issuePlace, type Look, type UpgradeIssue } from "./upgrade-issue.ts";

/** What scripts are told otherwise, though they ask the same. */
export function scriptIssues(look: Look): readonly UpgradeIssue[] {
  return clockDates(look);
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
function crosses(from: Version | undefined, to: Version, change: string): boolean {
  return from !== undefined && satisfies(from, `<${change}`) && satisfies(to, `>=${change}`);
}
