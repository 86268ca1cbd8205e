import { constantText } from "../syntax/tree.ts";
import type { Version } from "../values/version.ts";
import type { BoundNode } from "./bound.ts";
import { judgeExtent, readExportHeader, readFailedMenus } from "./export-header.ts";
import type { ExportInfo, ModelFile } from "./model.ts";

interface Written {
  readonly byMenu: ReadonlyMap<string, readonly BoundNode[]>;
  readonly rootMenus: ReadonlySet<string>;
  readonly hasLogic: boolean;
}

/** What the files say of themselves; of several, the first with an export header speaks for all. */
export function readSource(files: readonly ModelFile[], written: Written, version: Version | undefined): ExportInfo {
  const headers = files.map((file) => readExportHeader(file.tree));
  const header = headers.find(({ versionText }) => versionText !== undefined) ?? headers[0];
  const extent = judgeExtent(header ?? { versionText: undefined, boardModel: undefined }, {
    menus: [...written.rootMenus],
    hasLogic: written.hasLogic,
  });
  return {
    ...extent,
    isVerbose: isVerbose(written),
    secrets: secretsIn(written, version),
    failedMenus: [...new Set(files.flatMap((file) => readFailedMenus(file.tree)))],
    ...(header?.versionText !== undefined && { versionText: header.versionText }),
    ...(header?.boardModel !== undefined && { boardModel: header.boardModel }),
  };
}

/** `/export verbose` writes defaults that a compact export never does, such as every service's own port. */
function isVerbose({ byMenu }: Written): boolean {
  const services = byMenu.get("/ip/service") ?? [];
  const ports: Readonly<Record<string, string>> = { telnet: "23", ftp: "21", www: "80", ssh: "22", winbox: "8291" };
  return services.some((command) => {
    const name = constantText(command.unnamed[0]);
    const port = command.args.find((arg) => arg.name === "port")?.node.value;
    return name !== undefined && ports[name] !== undefined && constantText(port) === ports[name];
  });
}

const SECRET =
  /^(password|secret|ipsec-secret|private-key|preshared-key|pre-shared-key|wpa2?-pre-shared-key|passphrase|authentication-password|encryption-password|auth-key|.*[.-](passphrase|password|secret|key-string))$/;

/** v7 leaves secrets out unless asked, v6 prints them unless asked not to; what is written settles it. */
function secretsIn({ byMenu }: Written, version: Version | undefined): ExportInfo["secrets"] {
  for (const commands of byMenu.values()) {
    for (const command of commands) {
      if (command.command !== "add" && command.command !== "set") continue;
      for (const { name, node } of command.args) {
        if (name !== undefined && SECRET.test(name) && (constantText(node.value) ?? "") !== "") return "shown";
      }
    }
  }
  return version !== undefined && version.major >= 7 ? "hidden" : "unknown";
}
