import { commands, type Disposable, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  COMMANDS,
  TRACE,
  type TraceParams,
  type TraceResult,
  type WirePlace,
} from "../../../server/src/protocol.ts";
import { goTo } from "../views/go-to.ts";

/** Asks for a packet and lists what happens to it; picking a step goes to its rule. */
export function registerTrace(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(COMMANDS.trace, async () => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== "routeros") return;
    const packet = await askPacket();
    if (packet === undefined) return;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const trace = await client.sendRequest<TraceResult | null>(TRACE, {
      uri,
      ...packet,
    } satisfies TraceParams);
    if (trace !== null) await showTrace(trace);
  });
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)$/i;

async function askPacket(): Promise<Omit<TraceParams, "uri"> | undefined> {
  const title = "Trace a packet";
  const src = await window.showInputBox({
    title: `${title} (1/3)`,
    prompt: "Source address; leave empty for the router itself",
    placeHolder: "192.168.88.10",
    ignoreFocusOut: true,
    validateInput: (text) => (text === "" || ADDRESS.test(text.trim()) ? undefined : "Write an IP address."),
  });
  if (src === undefined) return undefined;
  const dst = await window.showInputBox({
    title: `${title} (2/3)`,
    prompt: "Destination address",
    placeHolder: "1.1.1.1",
    ignoreFocusOut: true,
    validateInput: (text) => (ADDRESS.test(text.trim()) ? undefined : "Write an IP address."),
  });
  if (dst === undefined || dst === "") return undefined;
  const service = await window.showInputBox({
    title: `${title} (3/3)`,
    prompt: "Destination port and protocol",
    value: "443/tcp",
    ignoreFocusOut: true,
    validateInput: (text) =>
      readService(text) === undefined ? "Write 443/tcp, 53/udp, icmp or gre." : undefined,
  });
  const read = service === undefined ? undefined : readService(service);
  if (read === undefined) return undefined;
  const from = src.trim() === "" ? { isFromRouter: true } : { src: src.trim() };
  return { ...from, dst: dst.trim(), ...read };
}

function readService(text: string): { readonly protocol: string; readonly dstPort?: number } | undefined {
  const match = /^\s*(?:(\d{1,5})\s*(?:\/\s*([a-z][\w-]*))?|([a-z][\w-]*))\s*$/i.exec(text);
  if (!match) return undefined;
  const [, port, protocol = "tcp", alone] = match;
  if (alone !== undefined) return { protocol: alone.toLowerCase() };
  return { protocol: protocol.toLowerCase(), dstPort: Number(port) };
}

interface StepItem extends QuickPickItem {
  readonly at?: WirePlace;
}

async function showTrace(trace: TraceResult): Promise<void> {
  const picked = await window.showQuickPick(traceItems(trace), {
    title: trace.packet,
    placeHolder: trace.summary,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked?.at) await goTo(picked.at);
}

const ICONS = {
  forwarded: "check",
  delivered: "check",
  dropped: "circle-slash",
  unknown: "question",
} as const;

export function traceItems(trace: TraceResult): StepItem[] {
  const steps = trace.steps.map(
    (step): StepItem => ({
      label: `${step.stage}: ${step.effect}`,
      ...(step.item === undefined
        ? {}
        : { detail: step.isCertain ? step.item : `${step.item}, not certain` }),
      ...(step.at === undefined ? {} : { description: `line ${step.at.line + 1}`, at: step.at }),
    }),
  );
  const ends =
    trace.ends.length < 2
      ? []
      : trace.ends.map(({ verdict, reason, doubts, unless }): StepItem => {
          const whereSo = doubts.filter((doubt) => !unless.includes(doubt));
          const words = [
            ...(whereSo.length === 0 ? [] : [`if so: ${whereSo.join(", ")}`]),
            ...(unless.length === 0 ? [] : [`if not: ${unless.join(", ")}`]),
          ];
          const detail = words.length === 0 ? {} : { detail: words.join("; ") };
          return { label: `$(question) ${verdict}: ${reason}`, ...detail };
        });
  const end: StepItem = { label: `$(${ICONS[trace.verdict]}) ${trace.summary}`, ...assumptionsOf(trace) };
  const separator = (label: string): StepItem => ({ label, kind: QuickPickItemKind.Separator });
  return [
    end,
    ...(ends.length === 0 ? [] : [separator("possible ends"), ...ends]),
    separator("on the way"),
    ...steps,
  ];
}

function assumptionsOf({ assumptions }: TraceResult): Pick<QuickPickItem, "detail"> {
  return assumptions.length === 0 ? {} : { detail: `Taken for granted: ${assumptions.join("; ")}` };
}
