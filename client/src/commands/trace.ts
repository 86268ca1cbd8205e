import { commands, type Disposable, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { COMMANDS, TRACE, type TraceParams, type TraceResult } from "../../../server/src/protocol.ts";
import { fileName } from "../views/report-text.ts";
import type { Reports } from "../views/reports.ts";
import { traceText } from "../views/trace-text.ts";

/** Asks for a packet and tells what happens to it, rule by rule. */
export function registerTrace(client: BaseLanguageClient, reports: Reports): Disposable {
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
    if (trace === null) return;
    const name = `Trace to ${packet.dst} (${fileName(uri)})`;
    await reports.show({ name, of: document.uri, ...traceText(trace) });
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
