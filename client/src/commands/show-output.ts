import { commands, type Disposable, type LogOutputChannel } from "vscode";
import { COMMANDS } from "../../../server/src/protocol.ts";

/** Opens the log of client and server. */
export function registerShowOutput(log: LogOutputChannel): Disposable {
  return commands.registerCommand(COMMANDS.showOutput, () => log.show());
}
