import { constantText } from "../syntax/tree.ts";
import type { Version } from "../values/version.ts";
import type { BoundNode } from "./bound.ts";
import { isCutFile, judgeExtent, readExportHeader } from "./export-header.ts";
import type { ExportInfo, ModelFile } from "./model.ts";

/** What the statements say, collected. */
export interface Written {
  readonly services: readonly BoundNode[];
  readonly rootMenus: readonly string[];
  readonly hasLogic: boolean;
  readonly hasSecrets: boolean;
  readonly failedMenus: readonly string[];
}

/** What the files say of themselves; of several, the first with an export header speaks for all. */
export function readSource(
  files: readonly ModelFile[],
  written: Written,
  version: Version | undefined,
): ExportInfo {
  const headers = files.map((file) => ({ path: file.path, ...readExportHeader(file.tree) }));
  const header = headers.find(({ versionText }) => versionText !== undefined) ?? headers[0];
  const extent = judgeExtent(header ?? { versionText: undefined, boardModel: undefined }, {
    menus: written.rootMenus,
    hasLogic: written.hasLogic,
    isCut: files.some(isCutFile),
  });
  return {
    ...extent,
    isVerbose: isVerbose(written),
    secrets: secretsIn(written, version),
    failedMenus: written.failedMenus,
    ...(header !== undefined && { headPath: header.path }),
    ...(header?.versionText !== undefined && { versionText: header.versionText }),
    ...(header?.boardModel !== undefined && { boardModel: header.boardModel }),
  };
}

/** `/export verbose` writes defaults that a compact export never does, such as every service's own port. */
function isVerbose({ services }: Written): boolean {
  const ports: Readonly<Record<string, string>> = {
    telnet: "23",
    ftp: "21",
    www: "80",
    ssh: "22",
    winbox: "8291",
  };
  return services.some((command) => {
    const name = constantText(command.unnamed[0]);
    const port = command.args.find((arg) => arg.name === "port")?.node.value;
    return name !== undefined && ports[name] !== undefined && constantText(port) === ports[name];
  });
}

/** v7 leaves secrets out unless asked, v6 prints them unless asked not to; what is written settles it. */
function secretsIn({ hasSecrets }: Written, version: Version | undefined): ExportInfo["secrets"] {
  if (hasSecrets) return "shown";
  return version !== undefined && version.major >= 7 ? "hidden" : "unknown";
}
