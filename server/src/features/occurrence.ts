import type { ModelFile } from "../model/model.ts";
import type { Range } from "../text/range.ts";

/** A place where an item, a name or a variable is written. */
export interface Occurrence {
  readonly file: ModelFile;
  readonly range: Range;
  readonly role: "declaration" | "use";
  /** `weak`: in the text of a script. */
  readonly strength: "strong" | "weak";
  /** How many strings, one in the other, hold the code that names it; none where it stands in the file's own. */
  readonly depth: number;
}
