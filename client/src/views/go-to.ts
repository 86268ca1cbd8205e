import { Position, Range, TextEditorRevealType, Uri, ViewColumn, window } from "vscode";
import type { WirePlace } from "../../../server/src/protocol.ts";

/** Shows a place in its editor, in the group where the file is open already. */
export async function goTo(place: WirePlace): Promise<void> {
  const uri = Uri.parse(place.file);
  const open = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  const at = new Position(place.line, place.character);
  const editor = await window.showTextDocument(uri, {
    viewColumn: open?.viewColumn ?? ViewColumn.One,
    selection: new Range(at, at),
  });
  editor.revealRange(new Range(at, at), TextEditorRevealType.InCenterIfOutsideViewport);
}
