import { describe, expect, it } from "vitest";
import type { CliIo } from "../../server/src/cli/io.ts";
import { createStepLine } from "../../server/src/cli/progress.ts";

function written(isTty: boolean, times: readonly number[]): string {
  const parts: string[] = [];
  const left = [...times];
  const err = { write: (more: string) => void parts.push(more), isTty, columns: 20 };
  const line = createStepLine({ err } as unknown as CliIo, () => left.shift() ?? 0);
  line.step("planning the move of a tunnel");
  line.step("proving it");
  line.done();
  return parts.join("");
}

describe("the line that tells what a long run is at", () => {
  it("stays silent for the first second, is cut to the terminal's width, and is wiped", () => {
    expect(written(true, [0, 500, 800])).toBe("");
    expect(written(true, [0, 1000, 2000])).toBe(
      "\r\u001b[Kplanning the move o\r\u001b[Kproving it …\r\u001b[K",
    );
  });

  it("is for terminals only", () => {
    expect(written(false, [0, 1000, 2000])).toBe("");
  });
});
