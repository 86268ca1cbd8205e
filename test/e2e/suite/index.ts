import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { runTests, throwIfFailed } from "./rows.ts";

/** Called by VS Code inside its Node extension host. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, reporter: "base" });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  // Imported only now: the files call `describe`, which the line above has just made.
  await import("./languages.ts");
  await import("./wireguard-fix.ts");
  await import("./features.ts");
  await import("./version-and-graph.ts");
  await import("./migrate-wizard.ts");
  const rows = await runTests(mocha);
  const { RSCLINT_E2E_RESULT: file } = process.env;
  if (file !== undefined) writeFileSync(file, JSON.stringify(rows));
  throwIfFailed(rows);
}
