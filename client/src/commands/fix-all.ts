import { commands, type Disposable } from "vscode";
import { COMMANDS } from "../../../server/src/protocol.ts";

/** Applies every safe fix of the active file. */
export function registerFixAll(): Disposable {
  return commands.registerCommand(COMMANDS.fixAll, () =>
    commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.rsclint", apply: "first" }),
  );
}
