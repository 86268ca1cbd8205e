/** Entry of the server bundle: IPC from the extension, or `--stdio`, `--socket=`, `--pipe=` as the client says. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./connection.ts";
import { createNodeHost } from "./node-host.ts";
import { serverVersion } from "./version.ts";

startServer(createConnection(ProposedFeatures.all), { version: serverVersion(), host: createNodeHost() });
