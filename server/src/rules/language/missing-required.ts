import { rangeOf } from "../../syntax/tree.ts";
import { hasLooseWords, knownCommand } from "../facts/known-command.ts";
import { menuWords } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** Required arguments were probed on live routers of 7.20 to 7.23: `add` without them fails with "missing value(s) of argument(s)". */
export const missingRequired = defineRule({
  id: "missing-required",
  group: "language",
  title: "Required property missing",
  severity: "error",
  why: "RouterOS refuses to add the object without this property.",
  advice: "Add the property.",
  versions: ">=7.1",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict", "vpn"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.22.1\n/ip address\nadd interface=ether2\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.22.1\n/ip address\nadd address=192.168.88.1/24 interface=ether2\n",
  on: "command",
  ignoresValues: true,
  check(command, { model }) {
    const known = knownCommand(command, model);
    if (known?.command !== "add" || known.menu === "/" || model.version === undefined) return undefined;
    if (hasLooseWords(command)) return undefined;
    const names = command.args.map((argument) => argument.name ?? "");
    const written = new Set(names);
    if (written.has("copy-from")) return undefined;
    // The router stops at a name it does not know, which may be this one misspelt.
    const isUnknown = (name: string) => model.schema.property(known.menu, "add", name).kind === "absent";
    if (names.some(isUnknown)) return undefined;
    const missing = model.schema
      .requiredProperties(known.menu)
      .filter((group) => group.length > 0 && !group.some((name) => written.has(name)));
    if (missing.length === 0) return undefined;
    const needed = missing.map((group) => group.map((name) => `\`${name}\``).join(" or ")).join(", ");
    return {
      at: { file: command.file, range: rangeOf(command.commandWord ?? command.node) },
      message: `\`${menuWords(known.menu)} add\` needs ${needed}.`,
    };
  },
});
