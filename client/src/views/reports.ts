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
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import type { WirePlace } from "../../../server/src/protocol.ts";
import { goTo } from "./go-to.ts";
import { nonce } from "./nonce.ts";
import { reportPage } from "./report-page.ts";
import type { ReportText } from "./report-text.ts";
import { createTexts } from "./texts.ts";

const SCHEME = "rsclint-report";
/** Commands of the reports' own links; nobody else calls them. */
const GO_TO = "rsclint.goToPlace";
const ACT = "rsclint.actOnReport";
/** The last report as a read-only document, to copy and to keep. */
const AS_TEXT = "rsclint.reportAsText";

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

/** Answers that stay: rendered in one panel beside the file, whose places can be followed, and as text on demand. */
export interface Reports extends Disposable {
  show(report: Report): Promise<void>;
}

export function createReports(): Reports {
  const texts = createTexts(SCHEME);
  const shown = new Map<string, Report>();
  const lensesChanged = new EventEmitter<void>();
  const panel = createReportPanel();
  let last: Uri | undefined;
  const showText = async () => {
    if (last !== undefined) await openText(last, panel.column());
  };
  const subscriptions = Disposable.from(
    texts,
    panel,
    lensesChanged,
    commands.registerCommand(GO_TO, (place: WirePlace) => goTo(place)),
    commands.registerCommand(ACT, (uri: string) => shown.get(uri)?.action?.run()),
    commands.registerCommand(AS_TEXT, showText),
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
      last = uri;
      shown.set(uri.toString(), report);
      lensesChanged.fire();
      panel.show(report);
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** In the panel's own group, so that no further column is split off. */
async function openText(uri: Uri, viewColumn: ViewColumn | undefined): Promise<void> {
  await window.showTextDocument(await workspace.openTextDocument(uri), {
    viewColumn: viewColumn ?? ViewColumn.Beside,
    preview: false,
  });
}

interface ReportPanel extends Disposable {
  show(report: Report): void;
  /** Where it is, while it is open. */
  column(): ViewColumn | undefined;
}

/** One for all reports: each answer takes the place of the one before. */
function createReportPanel(): ReportPanel {
  let view: WebviewPanel | undefined;
  let report: Report | undefined;
  const open = (name: string) => {
    const where = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const opened = window.createWebviewPanel("rsclint.report", name, where, {
      enableScripts: true,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    opened.webview.onDidReceiveMessage((message: unknown) => void obey(message, report));
    opened.onDidDispose(() => {
      view = undefined;
    });
    return opened;
  };
  return {
    show(next) {
      report = next;
      view ??= open(next.name);
      view.title = next.name;
      view.webview.html = reportPage({ ...next, action: next.action?.title, nonce: nonce() });
      view.reveal(undefined, true);
    },
    column: () => view?.viewColumn,
    dispose: () => view?.dispose(),
  };
}

async function obey(message: unknown, report: Report | undefined): Promise<void> {
  if (typeof message !== "object" || message === null || !("type" in message)) return;
  if (message.type === "act") await report?.action?.run();
  if (message.type === "text") await commands.executeCommand(AS_TEXT);
  const index = "index" in message && typeof message.index === "number" ? message.index : -1;
  const link = message.type === "go" ? report?.links[index] : undefined;
  if (link !== undefined) await goTo(link.place);
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
