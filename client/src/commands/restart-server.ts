import { commands, type Disposable, type LogOutputChannel, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { COMMANDS } from "../../../server/src/protocol.ts";

/** Also the way back from a server that crashed or never started. */
export function registerRestartServer(client: BaseLanguageClient, log: LogOutputChannel): Disposable {
  return commands.registerCommand(COMMANDS.restart, async () => {
    try {
      if (client.needsStop()) await client.stop();
      await client.start();
      log.info("The language server was restarted.");
    } catch (error) {
      log.error("The language server did not restart.", String(error));
      const answer = await window.showErrorMessage("The RouterOS language server did not start.", "Show Log");
      if (answer === "Show Log") log.show();
    }
  });
}
