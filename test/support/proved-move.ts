import { expect } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { createLanguageService } from "../../server/src/service.ts";
import { prove } from "./migration-proof.ts";
import { type Migrated, migrated } from "./migrations.ts";
import { proveScripts } from "./stage-proof.ts";

/** One tunnel moved, and held against all that a migration promises, its scripts too. */
export function provedMove(before: string, target: Target, tunnel?: string): Migrated {
  const moved = migrated(before, target, tunnel === undefined ? {} : { tunnel });
  const { first, text } = moved;
  expect(first.refusal).toBeUndefined();
  const service = createLanguageService();
  const analysis = service.analyse([{ path: "export.rsc", text: before }]);
  const proof = prove(service, analysis, { kind: first.kind, tunnel: first.name, target });
  expect(proof?.problems).toEqual([]);
  expect(proveScripts(moved.before, first.scripts === undefined ? [] : [first.scripts], text)).toEqual([]);
  return moved;
}

/** The result reads whole, and every difference in the packets' ways is meant. */
export function expectProved({ first }: Migrated): void {
  expect(first.refusal).toBeUndefined();
  expect(first.verification?.problems).toEqual([]);
  expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
}
