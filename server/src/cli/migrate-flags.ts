import type { Stage, Target } from "../service.ts";

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
