/**
 * Makes an extra schema file from `/export verbose` of one's own router (any version, 6.x too):
 * `npx tsx scripts/schema/from-export.ts export.rsc > mine.schema`. Only names of menus, commands and properties
 * are taken, and whether a property is yes/no; no other value leaves the file.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { exportVersion, readExport } from "./export-text.ts";
import { LayerText } from "./layer-text.ts";

export function schemaFromExport(text: string): string {
  const layer = new LayerText();
  for (const { menu, command, properties } of readExport(text)) {
    layer.command(menu, command);
    for (const { name, value } of properties) {
      layer.property(menu, command, name, /^(?:yes|no)$/.test(value) ? "bool" : "");
    }
  }
  return layer.toString(`seen in an export of RouterOS ${exportVersion(text) ?? "(version not told)"}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2];
  if (file) process.stdout.write(schemaFromExport(readFileSync(file, "latin1")));
  else {
    process.stderr.write("Usage: npx tsx scripts/schema/from-export.ts <verbose export> > mine.schema\n");
    process.exitCode = 2;
  }
}
