import { constantText } from "../syntax/tree.ts";
import { isSecretName } from "../values/secret-name.ts";
import type { BoundCommand } from "./model.ts";

/** Whether a command writes a secret in clear; what it is, is nobody's business here. */
export function holdsSecret(command: BoundCommand): boolean {
  if (command.command !== "add" && command.command !== "set") return false;
  return command.args.some(
    ({ name, node }) =>
      name !== undefined && isSecretName(command.menu, name) && isWritten(constantText(node.value) ?? ""),
  );
}

/** `<EAP-PASSWORD>` waits for a secret and tells nothing of the others, which the export may still leave out. */
function isWritten(value: string): boolean {
  return value !== "" && !/^<[A-Z][A-Z0-9-]*>$/.test(value);
}
