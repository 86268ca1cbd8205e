import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { type Session, startSession } from "./session.ts";

let session: Session | undefined;

/** Entry of the extension on the desktop and in remote hosts: the server is a child process that speaks over IPC. */
export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath(join("dist", "server.cjs"));
  const options = { execArgv: ["--enable-source-maps"] };
  session = await startSession(
    context,
    (clientOptions) =>
      new LanguageClient(
        "rsclint",
        "RouterOS (rsclint)",
        {
          run: { module, transport: TransportKind.ipc, options },
          debug: {
            module,
            transport: TransportKind.ipc,
            options: { execArgv: [...options.execArgv, "--inspect=6011"] },
          },
        },
        clientOptions,
      ),
  );
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
