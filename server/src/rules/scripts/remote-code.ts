import { isImplant } from "../facts/implant.ts";
import { strangerAddress } from "../facts/public-address.ts";
import { fetchedCode, type RemoteCode } from "../facts/remote-code.ts";
import { defineRule, type Severity } from "../rule.ts";

export const remoteCode = defineRule({
  id: "remote-code",
  group: "scripts",
  title: "Runs code from the network",
  severity: "warning",
  why: "Whoever controls the server, its name or the way to it controls the router.",
  advice:
    "Fetch by https with check-certificate=yes from a server of your own, and look at the file before you import it.",
  references: ["Manual: Fetch", "Manual: Scripting"],
  compliance: ["S"],
  cwe: [494],
  presets: ["recommended", "strict"],
  bad: '/system script\nadd name=update source="/tool fetch url=\\"http://example.com/list.rsc\\"; /import list.rsc"\n',
  good: '/system script\nadd name=update source="/tool fetch url=\\"https://example.com/list.txt\\" dst-path=list.txt"\nadd name=restore source="/import backup.rsc"\n',
  on: "model",
  check(model) {
    return model
      .derive(fetchedCode)
      .filter((found) => !isImplant(found))
      .map((found) => ({
        at: { command: found.download.command },
        severity: severityOf(found),
        message: `A script fetches code${found.download.host === undefined ? "" : ` from \`${found.download.host}\``} and runs it${manner(found)}.`,
        related: [{ at: { command: found.runner }, message: "it is run here" }],
      }));
  },
});

function severityOf({ download }: RemoteCode): Severity {
  if (strangerAddress(download.host) === undefined && isInside(download.host)) return "info";
  if (isPlain(download.scheme)) return "error";
  return download.scheme === "https" && download.checksCertificate ? "info" : "warning";
}

function isInside(host: string | undefined): boolean {
  return host !== undefined && /^[\d.]+$/.test(host);
}

function isPlain(scheme: string | undefined): boolean {
  return scheme !== undefined && ["http", "ftp", "tftp"].includes(scheme);
}

function manner({ download }: RemoteCode): string {
  if (isPlain(download.scheme)) return `, over ${download.scheme ?? ""}, which anyone on the way can alter`;
  return download.scheme === "https" && !download.checksCertificate
    ? " without checking the certificate"
    : "";
}
