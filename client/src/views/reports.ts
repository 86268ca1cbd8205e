import {
  CodeLens,
  commands,
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { WirePlace } from "../../../server/src/protocol.ts";
import { goTo } from "./go-to.ts";
import type { ReportText } from "./report-text.ts";
import { createTexts } from "./texts.ts";

const SCHEME = "rsclint-report";
/** Commands of the reports' own links; nobody else calls them. */
const GO_TO = "rsclint.goToPlace";
const ACT = "rsclint.actOnReport";

export interface Report extends ReportText {
  /** What its tab is called. */
  readonly name: string;
  /** The document that it is about. */
  readonly of: Uri;
  /** What can be done with it. */
  readonly action?: ReportAction | undefined;
}

export interface ReportAction {
  readonly title: string;
  run(): Promise<void>;
}

/** Answers that stay: read-only documents beside the file, whose places can be followed. */
export interface Reports extends Disposable {
  show(report: Report): Promise<void>;
}

export function createReports(): Reports {
  const texts = createTexts(SCHEME);
  const shown = new Map<string, Report>();
  const lensesChanged = new EventEmitter<void>();
  const subscriptions = Disposable.from(
    texts,
    lensesChanged,
    commands.registerCommand(GO_TO, (place: WirePlace) => goTo(place)),
    commands.registerCommand(ACT, (uri: string) => shown.get(uri)?.action?.run()),
    languages.registerDocumentLinkProvider(
      { scheme: SCHEME },
      { provideDocumentLinks: ({ uri }) => shown.get(uri.toString())?.links.map(linkTo) ?? [] },
    ),
    languages.registerCodeLensProvider(
      { scheme: SCHEME },
      {
        onDidChangeCodeLenses: lensesChanged.event,
        provideCodeLenses: ({ uri }) => lensesOf(uri, shown.get(uri.toString())?.action),
      },
    ),
  );
  return {
    async show(report) {
      const uri = texts.put(`${report.name.replaceAll("/", " ")}.md`, report.text, report.of);
      shown.set(uri.toString(), report);
      lensesChanged.fire();
      const open = window.visibleTextEditors.find(
        ({ document }) => document.uri.toString() === uri.toString(),
      );
      await window.showTextDocument(await workspace.openTextDocument(uri), {
        viewColumn: open?.viewColumn ?? ViewColumn.Beside,
        preview: false,
      });
    },
    dispose: () => subscriptions.dispose(),
  };
}

function linkTo({ line, from, to, place }: ReportText["links"][number]): DocumentLink {
  const target = Uri.parse(`command:${GO_TO}?${encodeURIComponent(JSON.stringify([place]))}`);
  const link = new DocumentLink(new Range(line, from, line, to), target);
  link.tooltip = "Go there";
  return link;
}

function lensesOf(uri: Uri, action: ReportAction | undefined): CodeLens[] {
  if (action === undefined) return [];
  const command = { title: action.title, command: ACT, arguments: [uri.toString()] };
  return [new CodeLens(new Range(0, 0, 0, 0), command)];
}
