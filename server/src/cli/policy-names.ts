import { displayPath } from "../project/paths.ts";
import type { LanguageService, PolicyNames } from "../service.ts";
import type { CliIo } from "./io.ts";

/** What the routers under each config have of its policy's names; by path of the config, filled as they are linted. */
export type PolicyUse = Map<string, PolicyNames[]>;

/** Once a run, since a policy may be for many routers. */
export function tellDeadNames(uses: PolicyUse, service: LanguageService, io: CliIo): void {
  for (const [path, routers] of uses) {
    for (const sentence of service.deadPolicyNames(routers))
      io.err.write(`warning: ${displayPath(path, io.cwd)}: ${sentence}\n`);
  }
}
