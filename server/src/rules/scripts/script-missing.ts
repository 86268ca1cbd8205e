import type { BoundCommand, Model, Reference } from "../../model/model.ts";
import { guesses, renameUse } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** Manual: Scripting and Scheduler – an event holds a script's text, or the name of one in `/system script`. */
export const scriptMissing = defineRule({
  id: "script-missing",
  group: "scripts",
  title: "Script that is not there",
  severity: "warning",
  why: "The event names a script that `/system script` does not hold, so nothing runs when it comes, and nobody is told.",
  advice: "Correct the name, or add the script.",
  references: ["Manual: Scheduler", "Manual: Scripting", "Manual: Netwatch"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/system scheduler",
    "add interval=1d name=daily on-event=backup-daily",
    "/system script",
    'add name=backup source="/system backup save name=daily"',
  ),
  good: wholeExport(
    "7.16.2",
    "/system scheduler",
    "add interval=1d name=daily on-event=backup",
    'add interval=1d name=again on-event="/system script run backup"',
    "/system script",
    'add name=backup source="/system backup save name=daily"',
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: "reference",
  of: ["script"],
  check(reference, { model }) {
    const { name, property, command } = reference;
    if (!runsByName(reference) || !model.absenceMeansDefault("/system/script")) return undefined;
    if (model.find("script", name).length > 0 || isOwnCode(model, reference)) return undefined;
    if (isAskedFor(model, reference)) return undefined;
    const guess = model.derive(guesses)(name, model.names("script"));
    // A script that adds or imports others may add this one too, but under a name that is right.
    if (guess === undefined && model.gather(addsScripts).length > 0) return undefined;
    const runner = property === "numbers" ? "`/system script run`" : `\`${property}\``;
    return {
      at: { reference },
      ...(reference.item === undefined ? {} : { item: reference.item }),
      severity: isOff(model, command) ? "info" : "warning",
      message: `${runner} names the script \`${name}\`, which is not in this export${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes: guess === undefined ? [] : [renameUse(reference, guess)],
    };
  },
});

/** `/system script run NAME`, or an event's property; what else names scripts changes or asks for them. */
function runsByName({ property, command }: Reference): boolean {
  if (command.menu === "/system/script") return command.command === "run" && property === "numbers";
  return command.command === "add" || command.command === "set";
}

/** `on-event=beep` is a command of the root menu as well as a name. */
function isOwnCode(model: Model, { name, property }: Reference): boolean {
  return property !== "numbers" && model.schema.command("/", name).kind === "known";
}

/** `:if ([:len [/system script find name=x]] > 0) do={ /system script run x }` minds that it may be missing. */
function isAskedFor(model: Model, { name, command }: Reference): boolean {
  const holder = command.embeddedIn?.command;
  if (holder === undefined) return false;
  return model
    .occurrences("script", name)
    .some((other) => other.property === "name" && other.command.embeddedIn?.command === holder);
}

function isOff(model: Model, command: BoundCommand): boolean {
  const holder = command.embeddedIn?.command ?? command;
  return model.itemOf(holder)?.isDisabled === true;
}

function addsScripts({ menu, command, isCertain, embeddedIn }: BoundCommand): readonly true[] {
  const isAdding = menu === "/system/script" && command === "add" && (!isCertain || embeddedIn !== undefined);
  return isAdding || command === "import" ? [true] : [];
}
