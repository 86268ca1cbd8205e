import type { MigrationOutcome, TunnelOutcome } from "../service.ts";

/**
 * Nothing is wrong, and no packet takes another way than the plan means. What was not checked counts as the user's
 * will.
 */
export function isProved({ tunnels }: MigrationOutcome): boolean {
  return tunnels.every(isTunnelProved);
}

export function isTunnelProved({ verification }: TunnelOutcome): boolean {
  return (
    verification === undefined ||
    (verification.problems.length === 0 &&
      verification.differences.every(({ reason }) => reason !== undefined))
  );
}

/** Stands at the head of scripts that outlive the summary on the terminal. */
export function proofNote(outcome: MigrationOutcome): string {
  return isProved(outcome)
    ? ""
    : "# NOT PROVED: packets would go other ways than meant, or something is wrong; the summary of this run tells what.\n";
}
