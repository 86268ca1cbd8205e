import type { BoundCommand } from "../../model/model.ts";
import type { Severity } from "../rule.ts";

/** A mistake in a script inside a string does not stop the import; it shows when the script runs. */
export function atImport(command: BoundCommand): Severity {
  for (let at: BoundCommand | undefined = command; at !== undefined; at = at.parent) {
    if (at.embeddedIn !== undefined) return "warning";
  }
  return "error";
}
