import { buildModel } from "../../server/src/model/build-model.ts";
import type { Model } from "../../server/src/model/model.ts";
import { createSchemaStore } from "../../server/src/schema/lookup.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import { parseVersion } from "../../server/src/values/version.ts";

const schemas = createSchemaStore();

/** The model of one text; `version` counts where the text has no export header. */
export function modelOf(text: string, options: { readonly version?: string } = {}): Model {
  return modelOfFiles([{ path: "router.rsc", text }], options);
}

export function modelOfFiles(
  files: readonly { readonly path: string; readonly text: string }[],
  options: { readonly version?: string } = {},
): Model {
  const version = options.version === undefined ? undefined : parseVersion(options.version);
  return buildModel(
    files.map((file) => ({ ...file, tree: parse(file.text) })),
    { schemas, ...(version && { version }) },
  );
}
