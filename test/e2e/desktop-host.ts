import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";

export interface DesktopRun {
  readonly cache: string;
  readonly extension: string;
  readonly suite: string;
  readonly scratch: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs the same bundle in a desktop VS Code: the one named by `VSCODE_EXECUTABLE`, else a downloaded one. */
export async function runInDesktop(run: DesktopRun): Promise<number> {
  const { VSCODE_EXECUTABLE } = process.env;
  const executable =
    VSCODE_EXECUTABLE ?? (await downloadAndUnzipVSCode({ cachePath: run.cache, timeout: 30_000 }));
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.suite,
      extensionTestsEnv: run.environment,
      launchArgs: [
        run.workspace,
        "--disable-extensions",
        "--user-data-dir",
        join(run.scratch, "user"),
        ...root,
      ],
    });
  } catch (error) {
    console.error(String(error));
    return 1;
  }
}
