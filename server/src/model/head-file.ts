import type { Model, ModelFile } from "./model.ts";

/** The file whose export header speaks for the router: what is said of the router as a whole is shown there. */
export function headFile({ files, source }: Model): ModelFile | undefined {
  return files.find(({ path }) => path === source.headPath);
}
