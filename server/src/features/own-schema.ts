import { readExport } from "../model/read-export.ts";
import { LayerText } from "../schema/layer-text.ts";
import { layerProblem } from "../schema/lookup.ts";

export { type Ask, type Crawl, crawl } from "../schema/crawl.ts";

export interface ImportedSchema {
  /** An extra schema file. */
  readonly text: string;
  /** Of the export's header. */
  readonly version: string | undefined;
  readonly menus: number;
}

/**
 * Makes an extra schema file of an export, best of `/export verbose`. Only names of menus, commands and properties
 * are taken, and whether a property is yes or no; no other value leaves the export.
 */
export function schemaFromExport(text: string): ImportedSchema {
  const layer = new LayerText();
  const { version, commands } = readExport(text);
  for (const { menu, command, properties } of commands) {
    layer.command(menu, command);
    for (const { name, value } of properties) {
      layer.property(menu, command, name, value === "yes" || value === "no" ? "bool" : "");
    }
  }
  const title = version === undefined ? "seen in an export" : `seen in an export of RouterOS ${version}`;
  return { text: layer.toString(title, version), version, menus: layer.menuCount };
}

/** Why a text cannot be used as an extra schema file, as a sentence's end; undefined when it can. */
export const schemaFileProblem: (text: string) => string | undefined = layerProblem;
