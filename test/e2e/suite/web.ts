import "mocha/mocha.js";
import { runTests, throwIfFailed } from "./rows.ts";

/** Called by VS Code inside its web worker extension host; the runner reads the rows from the log. */
export async function run(): Promise<void> {
  mocha.setup({ ui: "bdd", timeout: 30_000, reporter: "base" });
  await import("./languages.ts");
  await import("./wireguard-fix.ts");
  await import("./features.ts");
  await import("./version-and-graph.ts");
  await import("./migrate-wizard.ts");
  const rows = await runTests(mocha);
  console.log(`RSCLINT_E2E_RESULT ${JSON.stringify(rows)}`);
  throwIfFailed(rows);
}
