import { commands, type Disposable, Uri } from "vscode";
import type { BaseLanguageClient, Location, Position } from "vscode-languageclient";
import { COMMANDS } from "../../../server/src/protocol.ts";

/** The target of the server's code lenses: the editor's own view wants its own types, which a server cannot make. */
export function registerShowReferences(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(
    COMMANDS.showReferences,
    (uri: string, position: Position, locations: Location[]) => {
      const converter = client.protocol2CodeConverter;
      return commands.executeCommand(
        "editor.action.showReferences",
        Uri.parse(uri),
        converter.asPosition(position),
        locations.map((location) => converter.asLocation(location)),
      );
    },
  );
}
