import type { BoundCommand } from "../../model/model.ts";
import { defineRule } from "../rule.ts";

/** Script text is not rewritten by migrations, so whoever migrates has to know of it. */
export const pptpInScript = defineRule({
  id: "pptp-in-script",
  group: "vpn",
  title: "Script works on PPTP",
  severity: "info",
  why: "The script names a PPTP menu or client in its text; it breaks, silently, when the tunnel is migrated.",
  advice: "Adapt or remove the script together with the tunnel.",
  references: ["Manual: Scripting", "Manual: Netwatch"],
  presets: ["recommended", "strict", "vpn"],
  bad: '/tool netwatch\nadd down-script="/interface pptp-client disable office" host=192.0.2.1\n',
  good: '/tool netwatch\nadd comment="pptp is gone" down-script="/interface wireguard disable office" host=192.0.2.1\n',
  on: "command",
  check(command, { model }) {
    const { embeddedIn } = command;
    if (embeddedIn === undefined || !touchesPptp(command)) return undefined;
    // One finding a script: the first command in it that touches PPTP.
    const first = model.gather(onPptp).find((other) => isSameScript(other, command));
    if (first !== command) return undefined;
    return {
      at: { command },
      message: `The script in \`${embeddedIn.property}\` works on \`${command.menu.slice(1).replaceAll("/", " ")}\`.`,
    };
  },
});

function touchesPptp(command: BoundCommand): boolean {
  return command.menu.startsWith("/interface/pptp-");
}

function onPptp(command: BoundCommand): readonly BoundCommand[] {
  return touchesPptp(command) ? [command] : [];
}

function isSameScript(a: BoundCommand, b: BoundCommand): boolean {
  return a.embeddedIn?.command === b.embeddedIn?.command && a.embeddedIn?.property === b.embeddedIn?.property;
}
