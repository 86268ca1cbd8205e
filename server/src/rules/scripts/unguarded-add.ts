import type { BoundCommand } from "../../model/model.ts";
import { menuWords } from "../facts/label.ts";
import { type Script, scriptsOf } from "../facts/scripts.ts";
import { defineRule } from "../rule.ts";

/** Menus that take the same row twice without a word; elsewhere the second `add` fails. */
const REPEATABLE =
  /^\/(?:ip|ipv6)\/(?:firewall\/(?:filter|nat|mangle|raw)|route)$|^\/routing\/rule$|^\/ip\/route\/rule$|^\/system\/logging$|^\/queue\/tree$/;

export const unguardedAdd = defineRule({
  id: "unguarded-add",
  group: "scripts",
  title: "Row added at every run",
  severity: "info",
  why: "The script adds the row without asking whether it is there, so each run makes one more.",
  advice: "Put it into `:if ([:len [find …]] = 0) do={ … }`, or remove the old row first.",
  references: ["Manual: Scripting"],
  presets: ["strict"],
  bad: '/system scheduler\nadd interval=1h name=block on-event="/ip firewall filter add action=drop chain=forward src-address=192.0.2.7"\n',
  good: '/system scheduler\nadd interval=1h name=block on-event="/ip firewall filter remove [find comment=block]; /ip firewall filter add action=drop chain=forward comment=block src-address=192.0.2.7"\n',
  on: "model",
  check(model) {
    return model
      .derive(scriptsOf)
      .filter((script) => script.holder !== undefined)
      .flatMap((script) =>
        script.commands
          .filter((command) => isUnguarded(command, script))
          .map((command) => ({
            at: { command },
            message: `Each run of this script adds one more row to \`${menuWords(command.menu)}\`.`,
          })),
      );
  },
});

function isUnguarded(command: BoundCommand, script: Script): boolean {
  if (command.command !== "add" || !REPEATABLE.test(command.menu)) return false;
  // Whatever it stands in, a branch, a loop, `:do … on-error`, may be the guard.
  if (command.parent !== script.holder) return false;
  return !script.commands.some(
    (other) =>
      other.menu === command.menu && ["remove", "find", "get", "print"].includes(other.command ?? ""),
  );
}
