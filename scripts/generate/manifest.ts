import { PRESETS } from "../../server/src/lint/config.ts";
import { configSchema, rulesSchema } from "../../server/src/lint/config-schema.ts";
import type { Rule } from "../../server/src/rules/rule.ts";

type Json = Readonly<Record<string, unknown>>;

/** package.json with the settings and file associations that follow from the rules; other keys stay. */
export function manifestText(text: string, rules: readonly Rule[]): string {
  const manifest = asRecord(JSON.parse(text));
  const contributes = asRecord(manifest["contributes"]);
  const others = Object.entries(propertiesOf(contributes)).filter(
    ([name]) => !Object.hasOwn(settings(rules), name),
  );
  const configuration = {
    title: "RouterOS",
    properties: { ...settings(rules), ...Object.fromEntries(others) },
  };
  const next = {
    ...manifest,
    contributes: {
      ...contributes,
      configuration,
      jsonValidation: [{ fileMatch: [".rsclintrc.json"], url: SCHEMA }],
      yamlValidation: [{ fileMatch: [".rsclintrc.yaml", ".rsclintrc.yml"], url: SCHEMA }],
    },
  };
  return `${JSON.stringify(next, undefined, 2)}\n`;
}

const SCHEMA = "./rsclint.schema.json";

function settings(rules: readonly Rule[]): Json {
  const schema = asRecord(configSchema(rules)["properties"]);
  return {
    "rsclint.preset": {
      type: "string",
      enum: PRESETS,
      default: "recommended",
      markdownDescription: "Which rules run, where no `.rsclintrc.*` file says otherwise.",
    },
    "rsclint.rules": {
      ...rulesSchema(rules),
      default: {},
      markdownDescription:
        "Level of single rules (`off`, `hint`, `info`, `warning`, `error`), or `[level, options]`. A `.rsclintrc.*` file goes first.",
    },
    "rsclint.routerosVersion": {
      type: "string",
      pattern: "^(auto|\\d+\\.\\d+.*)$",
      default: "auto",
      markdownDescription: "RouterOS version of files whose header names none, e.g. `7.15.3`.",
    },
    "rsclint.schemaFiles": {
      type: "array",
      items: { type: "string" },
      default: [],
      markdownDescription:
        "Extra schema files: menus and properties of your own routers, as `rsclint schema` writes them. Absolute, or relative to the workspace's folder; those of a `.rsclintrc.*` file come on top.",
    },
    "rsclint.policy": { ...asRecord(schema["policy"]), default: {} },
    "rsclint.maxFindings": {
      type: "integer",
      minimum: 0,
      default: 1000,
      description: "Most findings shown for one file; the gravest come first.",
    },
    "rsclint.codeLens.enabled": {
      type: "boolean",
      default: true,
      description: "Show above items how often they are referred to.",
    },
    "rsclint.inlayHints.enabled": {
      type: "boolean",
      default: true,
      description: "Show defaults that matter for security where they are not written.",
    },
  };
}

function propertiesOf(contributes: Json): Json {
  return asRecord(asRecord(contributes["configuration"])["properties"]);
}

function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
