import type { Stage, Target } from "../service.ts";
import { UsageError } from "./io.ts";

/** The options of `migrate`, as commander hands them over. */
export interface MigrateFlags {
  readonly to?: Target;
  readonly list?: boolean;
  readonly tunnel?: string;
  readonly stage?: Stage | "all";
  readonly out?: string;
  readonly set: readonly string[];
  readonly answers?: string;
  readonly verify: boolean;
  readonly inPlace?: boolean;
  readonly force?: boolean;
  readonly diff?: boolean;
  readonly audit?: "md" | "html";
  readonly pair?: string;
  readonly generateKeys?: boolean;
  readonly qr?: "svg" | "png" | "terminal";
  readonly rosVersion?: string;
  readonly schema: readonly string[];
}

/** Options that only look do not go with the one that writes over the file: nobody can tell which one was meant. */
export function checkModeFlags({ inPlace, diff, stage, out }: MigrateFlags): void {
  if (diff === true && inPlace === true)
    throw new UsageError("--diff only shows what --in-place would write: say one of the two");
  // With --out it says which scripts are written there.
  if (stage === undefined || out !== undefined) return;
  if (inPlace === true)
    throw new UsageError(
      "--stage prints a script, --in-place writes the finished export: say one of the two, or --out FOLDER for the scripts",
    );
  if (diff === true) throw new UsageError("--stage prints a script, --diff a difference: say one of the two");
}
