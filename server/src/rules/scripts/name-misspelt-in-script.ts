import type { BoundCommand, Model, Reference } from "../../model/model.ts";
import { renamedHardware } from "../../model/renamed-hardware.ts";
import { guesses, renameUse } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { namespaceWord } from "../facts/namespace-words.ts";
import { textOf } from "../facts/scripts.ts";
import { defineRule } from "../rule.ts";

/** A script need not name what is there, so a missing name is told only where one nearly like it is. */
export const nameMisspeltInScript = defineRule({
  id: "name-misspelt-in-script",
  group: "scripts",
  title: "Misspelt name in a script",
  severity: "info",
  why: "No object has the name that the script writes, so `find` gives nothing and a change does nothing, or the command fails.",
  advice: "Correct the name.",
  references: ["Manual: Scripting"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/interface bridge",
    "add name=guest-lan",
    "/tool netwatch",
    'add host=192.0.2.1 down-script="/interface disable [find name=guest_lan]"',
  ),
  good: wholeExport(
    "7.16.2",
    "/interface bridge",
    "add name=guest-lan",
    "/tool netwatch",
    'add host=192.0.2.1 down-script="/interface disable [find name=guest-lan]; /interface enable [find name=spare]"',
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: "reference",
  isInScript: true,
  ignoresTargets: true,
  check(reference, { model }) {
    const { name, namespace } = reference;
    if (
      reference.isDeclaration ||
      reference.target.kind !== "missing" ||
      model.gather(namesGiven).includes(name)
    )
      return undefined;
    const guess = meantName(model, reference);
    if (guess === undefined) return undefined;
    return {
      at: { reference },
      message: `There is no ${namespaceWord(namespace)} \`${name}\` in this export; did you mean \`${guess}\`?`,
      fixes: [renameUse(reference, guess)],
    };
  },
});

function meantName(model: Model, { name, namespace }: Reference): string | undefined {
  const now = namespace === "iface" ? model.derive(renamedHardware).get(name) : undefined;
  return now ?? model.derive(guesses)(name, model.names(namespace));
}

/** What a script itself makes or renames is there when it has run. */
function namesGiven(command: BoundCommand): readonly string[] {
  const isGiving = command.embeddedIn !== undefined && ["add", "set"].includes(command.command ?? "");
  return isGiving ? [textOf(command, "name") ?? []].flat() : [];
}
