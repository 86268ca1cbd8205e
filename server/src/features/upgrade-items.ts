import { builtinItems } from "../model/builtins.ts";
import type { BoundArgument, BoundCommand } from "../model/model.ts";
import { constantText, rangeOf } from "../syntax/tree.ts";
import { formatVersion } from "../values/version.ts";
import { itemOf } from "./at-cursor.ts";
import { issuePlace, type Look, menuText, type UpgradeIssue } from "./upgrade-issue.ts";
import { crosses } from "./upgrade-scripts.ts";

/** Items that the router brought before and does not bring now, and words for what it has that changed. */
export function itemIssues(look: Look): readonly UpgradeIssue[] {
  return [...builtinsGone(look), ...linkModes(look)];
}

/** `/routing bgp instance set default …`: nothing is there to be set where the new version begins with none. */
function builtinsGone({ model, to, after, commands }: Look): UpgradeIssue[] {
  const { version } = model;
  if (version === undefined) return [];
  return commands.flatMap((command) => {
    const { menu } = command;
    if (command.command !== "set" || after.menu(menu).kind !== "known") return [];
    const old = namesOf(menu, version);
    const now = namesOf(menu, to);
    if (old.every((name) => now.includes(name))) return [];
    const name = itemOf(model, command)?.name;
    if (name === undefined || !old.includes(name) || now.includes(name)) return [];
    return [
      {
        key: `builtin ${menu} ${name}`,
        kind: "gone" as const,
        message: `RouterOS ${formatVersion(to)} brings no \`${name}\` in \`${menuText(menu)}\`, so that \`set\` finds nothing to change; make it by \`add name=${name}\` with what is set here.`,
        breaks: true,
        places: [issuePlace(command)],
        changes: [],
      },
    ];
  });
}

function namesOf(menu: string, version: Look["to"]): readonly string[] {
  return builtinItems(menu, version).flatMap(({ given }) => given["name"] ?? []);
}

/** Changelog of 7.12: `speed` and `advertise` name link modes from then on, with the medium and the duplex in them. */
function linkModes({ model, to, commands }: Look): UpgradeIssue[] {
  if (!crosses(model.version, to, "7.12")) return [];
  return commands.flatMap((command) =>
    command.menu === "/interface/ethernet"
      ? command.args.flatMap((argument) => linkModeIssue(to, command, argument))
      : [],
  );
}

function linkModeIssue(
  to: Look["to"],
  command: BoundCommand,
  { name, node: { value } }: BoundArgument,
): UpgradeIssue[] {
  if ((name !== "speed" && name !== "advertise") || value === undefined) return [];
  const old = (constantText(value) ?? "")
    .split(",")
    .find((word) => /^\d+(?:\.\d+)?(?:[MG]bps|M-(?:full|half))$/.test(word));
  if (old === undefined) return [];
  return [
    {
      key: `link mode ${name}`,
      kind: "value",
      message: `\`${name}\` of \`/interface ethernet\` names link modes in RouterOS ${formatVersion(to)}, as \`100M-baseT-full\` or \`1G-baseT-full\`, and not rates such as \`${old}\` as before 7.12.`,
      breaks: true,
      places: [{ file: command.file.path, range: rangeOf(value) }],
      changes: [],
    },
  ];
}
