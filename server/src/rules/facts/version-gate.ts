import type { Model } from "../../model/model.ts";
import { satisfies } from "../../values/version.ts";

/** Whether the file is of a version in the range; undefined when it does not say its version. */
export function isVersion(model: Model, range: string): boolean | undefined {
  return model.version === undefined ? undefined : satisfies(model.version, range);
}
