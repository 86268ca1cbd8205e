import type { BoundCommand, Model } from "../../model/model.ts";
import { constantText } from "../../syntax/tree.ts";
import { argumentValue, type Download, downloadOf, downloadsOf, scriptsOf } from "../facts/scripts.ts";
import { defineRule, type Finding } from "../rule.ts";

/** A certificate that is fetched without a check is as good as the way that it came by. */
export const certificateFetched = defineRule({
  id: "certificate-fetched",
  group: "scripts",
  title: "Trusts a certificate that was fetched unchecked",
  severity: "warning",
  why: "Whoever is on the way can put an authority of his own in place, which then vouches for DNS over HTTPS, updates and VPN servers.",
  advice:
    "Compare its fingerprint before the import, or fetch with check-certificate=yes from a server that the router can check already.",
  references: ["Manual: Fetch", "Manual: Certificates"],
  compliance: ["K"],
  cwe: [295],
  presets: ["recommended", "strict"],
  bad: '/tool fetch url="https://example.com/roots.pem"\n/certificate import file-name=roots.pem passphrase=""\n',
  good: '/tool fetch check-certificate=yes url="https://example.com/roots.pem"\n/certificate import file-name=roots.pem passphrase=""\n',
  on: "model",
  check(model) {
    return model.gather(downloadsOf).length === 0 ? undefined : found(model);
  },
});

function found(model: Model): Finding[] {
  return model.derive(scriptsOf).flatMap(({ commands }) =>
    commands.flatMap((command, index): Finding[] => {
      const download = downloadOf(command);
      if (download?.file === undefined || isChecked(download)) return [];
      const reader = commands.slice(index + 1).find((one) => importedFile(one) === download.file);
      if (reader === undefined) return [];
      return [
        {
          at: { command },
          message: `\`${download.file}\`, imported as a certificate later on, comes ${download.scheme === "https" ? "by https without a check of the server's certificate" : `over ${download.scheme ?? ""}`}.`,
          related: [{ at: { command: reader }, message: "it is imported here" }],
        },
      ];
    }),
  );
}

/** SFTP has no certificate to check. */
function isChecked({ scheme, checksCertificate }: Download): boolean {
  if (scheme === "https") return checksCertificate;
  return scheme !== "http" && scheme !== "ftp" && scheme !== "tftp";
}

function importedFile(command: BoundCommand): string | undefined {
  if (command.menu !== "/certificate" || command.command !== "import") return undefined;
  return constantText(argumentValue(command, "file-name"))?.split("/").at(-1);
}
