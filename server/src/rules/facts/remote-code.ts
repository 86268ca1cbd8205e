import type { BoundCommand, Model } from "../../model/model.ts";
import { type Download, downloadOf, importOf, runsText, type Script, scriptsOf } from "./scripts.ts";

/** Something fetched that is run afterwards. */
export interface RemoteCode {
  readonly download: Download;
  readonly script: Script;
  /** The command that runs it. */
  readonly runner: BoundCommand;
}

/** Downloads whose file is imported, by name in any script, else in the same script where names are computed. */
export function fetchedCode(model: Model): RemoteCode[] {
  const scripts = scriptsOf(model);
  const imports = scripts.flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const read = importOf(command);
      return read === undefined ? [] : [{ command, file: read.file }];
    }),
  );
  return scripts.flatMap((script) =>
    script.commands.flatMap((command, index) => {
      const download = downloadOf(command);
      if (download === undefined) return [];
      const after = new Set(script.commands.slice(index + 1));
      const runner =
        imports.find(({ file }) => file !== undefined && file === download.file)?.command ??
        imports.find(
          (one) => after.has(one.command) && (one.file === undefined || download.file === undefined),
        )?.command ??
        textRunner(download, [...after]);
      return runner === undefined ? [] : [{ download, script, runner }];
    }),
  );
}

/** `:parse` of what fetch returned. */
function textRunner({ command }: Download, after: readonly BoundCommand[]): BoundCommand | undefined {
  const isReturned = command.args.some(({ name }) => name === "as-value" || name === "output");
  return isReturned ? after.find(runsText) : undefined;
}
