import type { BoundCommand } from "../../model/model.ts";
import { rangeOf } from "../../syntax/tree.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

export const wireguardVersion = defineRule({
  id: "wireguard-version",
  group: "wireguard",
  title: "WireGuard on RouterOS 6",
  severity: "error",
  why: "RouterOS 6 has no WireGuard: the statements stop the import, and the tunnel is never made.",
  advice: "Upgrade to RouterOS 7, or use IKEv2 or OpenVPN.",
  versions: "<7",
  references: ["Manual: WireGuard"],
  presets: ["recommended", "strict", "vpn"],
  bad: "# mar/14/2021 09:26:53 by RouterOS 6.48.6\n/interface wireguard\nadd listen-port=13231 name=office\n",
  good: "# mar/14/2021 09:26:53 by RouterOS 6.48.6\n/interface bridge\nadd name=wireguard\n",
  on: "command",
  check(command, { model }) {
    if (isVersion(model, "<7") !== true || !speaksOfWireguard(command)) return undefined;
    if (model.gather(ofWireguard)[0] !== command) return undefined;
    return {
      at: command.problem === undefined ? { command } : placeOf(command),
      message: "RouterOS 6 has no WireGuard; it came with RouterOS 7.",
    };
  },
});

function ofWireguard(command: BoundCommand): readonly BoundCommand[] {
  return speaksOfWireguard(command) ? [command] : [];
}

/** The menu is not known in this version, so the word stays unread. */
function speaksOfWireguard(command: BoundCommand): boolean {
  if (command.menu.startsWith("/interface/wireguard")) return true;
  return (
    command.problem?.kind === "unknown-menu" &&
    command.menu === "/interface" &&
    command.problem.at.text === "wireguard"
  );
}

function placeOf(command: BoundCommand) {
  const at = command.problem?.at ?? command.node;
  return { file: command.file, range: rangeOf(at) };
}
