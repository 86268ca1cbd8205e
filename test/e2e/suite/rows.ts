/** What the runner prints for one test. */
interface Row {
  readonly title: string;
  readonly ok: boolean;
  readonly error?: string;
}

/** Runs the tests and collects one row for each, also for a failed `before`. */
export async function runTests(mocha: Mocha | BrowserMocha): Promise<readonly Row[]> {
  const rows: Row[] = [];
  await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on("pass", (test) => rows.push({ title: test.fullTitle(), ok: true }))
      .on("fail", (test, error) =>
        rows.push({ title: test.fullTitle(), ok: false, error: describeError(error) }),
      );
  });
  return rows;
}

/** VS Code takes a rejected run for a failed one. */
export function throwIfFailed(rows: readonly Row[]): void {
  const failed = rows.filter((row) => !row.ok).length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
