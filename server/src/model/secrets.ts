import { constantText } from "../syntax/tree.ts";
import type { BoundCommand } from "./model.ts";

const SECRET =
  /^(password|secret|ipsec-secret|private-key|preshared-key|pre-shared-key|wpa2?-pre-shared-key|passphrase|authentication-password|encryption-password|auth-key|.*[.-](passphrase|password|secret|key-string))$/;

/** Whether a command writes a secret in clear; what it is, is nobody's business here. */
export function holdsSecret(command: BoundCommand): boolean {
  if (command.command !== "add" && command.command !== "set") return false;
  return command.args.some(
    ({ name, node }) => name !== undefined && SECRET.test(name) && (constantText(node.value) ?? "") !== "",
  );
}
