import { PROTOCOLS, VPNS } from "../model/site-policy.ts";
import type { OptionSchema, RuleMeta } from "../rules/rule.ts";
import { PRESETS } from "./config.ts";

/** A JSON schema, draft 7, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const LEVELS = ["off", "hint", "info", "warning", "error"] as const;

/**
 * The schema of `.rsclintrc.*`, made from the rules; `rsclint.schema.json` is this, printed. Unknown keys are
 * errors, since a misspelt rule name would otherwise switch a check off in silence.
 */
export function configSchema(rules: readonly RuleMeta[]): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "rsclint configuration",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      extends: EXTENDS,
      rules: rulesSchema(rules),
      overrides: {
        type: "array",
        description: "Settings for some files; later ones win.",
        items: overrideSchema(rules),
      },
      routerosVersion: VERSION,
      schemaFiles: {
        ...STRINGS,
        description:
          "Menus and properties of your own routers, as `rsclint schema` writes them; relative to this file.",
      },
      policy: POLICY,
      corporate: CORPORATE,
      ignore: { ...STRINGS, description: "Globs of files that are left out." },
      routers: {
        type: "array",
        description: "Files that together are the configuration of one router.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["files"],
          properties: {
            name: { type: "string" },
            files: { ...STRINGS, minItems: 1, description: "Globs, in the order of import." },
          },
        },
      },
    },
  };
}

/** id → level, or [level, options]; also the editor's setting `rsclint.rules`. */
export function rulesSchema(rules: readonly RuleMeta[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    properties[rule.id] = settingSchema(rule);
    for (const alias of rule.aliases ?? []) {
      properties[alias] = { ...settingSchema(rule), deprecationMessage: `Is now called ${rule.id}.` };
    }
  }
  return {
    type: "object",
    description: "Level of single rules, with their options where they have some.",
    additionalProperties: false,
    properties,
  };
}

function settingSchema(rule: RuleMeta): JsonSchema {
  const level = { enum: LEVELS };
  const options = Object.entries(rule.options ?? {});
  const withOptions = {
    type: "array",
    minItems: 2,
    maxItems: 2,
    items: [
      level,
      {
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries(options.map(([name, option]) => [name, optionSchema(option)])),
      },
    ],
  };
  const text = `${rule.title}. Default: ${rule.severity}.`;
  return options.length === 0
    ? { description: text, ...level }
    : { description: text, anyOf: [level, withOptions] };
}

function optionSchema(option: OptionSchema): JsonSchema {
  return {
    type: option.type,
    description: option.description,
    default: option.default,
    ...(option.type === "array" && { items: { type: "string" } }),
  };
}

function overrideSchema(rules: readonly RuleMeta[]): JsonSchema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["files"],
    properties: {
      files: {
        description: "A glob or several, relative to the configuration file.",
        anyOf: [{ type: "string" }, { ...STRINGS, minItems: 1 }],
      },
      extends: EXTENDS,
      rules: rulesSchema(rules),
      routerosVersion: VERSION,
    },
  };
}

const STRINGS = { type: "array", items: { type: "string" } } as const;
const VPN_WORDS = { type: "array", items: { enum: VPNS } } as const;
const PROTOCOL_WORDS = { type: "array", items: { enum: PROTOCOLS } } as const;
const OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const FOUR = `${OCTET}(\\.${OCTET}){3}`;
const SIX = "[0-9a-fA-F]*:[0-9a-fA-F:.]*";
/** A prefix that cannot be would let nobody in, or be left out in silence. */
const NETWORKS = {
  type: "array",
  items: {
    type: "string",
    pattern: `^(${FOUR}(/(3[0-2]|[12]?\\d)|-${FOUR})?|${SIX}(/(12[0-8]|1[01]\\d|[1-9]?\\d)|-${SIX})?)$`,
  },
} as const;
const LENGTH = { type: "integer", minimum: 1, maximum: 256 } as const;

const EXTENDS = {
  description: "The preset, or several, whose rules are on.",
  anyOf: [{ enum: PRESETS }, { type: "array", items: { enum: PRESETS }, minItems: 1 }],
} as const;

const VERSION = {
  type: "string",
  pattern: "^\\d+\\.\\d+",
  description: "RouterOS version of files that do not name one, e.g. 7.15.3.",
} as const;

const POLICY = {
  type: "object",
  description: "What the site is like; rules that need it otherwise guess, and say so.",
  additionalProperties: false,
  properties: {
    wanInterfaces: { ...STRINGS, description: "Interfaces towards the internet." },
    wanLists: { ...STRINGS, description: "Interface lists towards the internet." },
    lanInterfaces: { ...STRINGS, description: "Interfaces of the inside." },
    lanLists: { ...STRINGS, description: "Interface lists of the inside." },
    managementNetworks: {
      ...NETWORKS,
      description: "Networks that may administer the router, e.g. 192.168.88.0/24.",
    },
    allowedVpns: { ...VPN_WORDS, description: "VPNs and tunnels that may be used; others are findings." },
    forbiddenProtocols: { ...PROTOCOL_WORDS, description: "Protocols that must not be used." },
    minimumSecretLength: { ...LENGTH, description: "Shortest allowed PSK or password." },
    ownNames: {
      ...STRINGS,
      description: "Company, places, products: names that no password may be made of.",
    },
  },
} as const;

const CORPORATE = {
  type: "object",
  description: "The house rulebook: its name, its clauses per area (T A K N S M W L P), its limits.",
  additionalProperties: false,
  properties: {
    name: { type: "string" },
    clauses: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries([..."TAKNSMWLP"].map((area) => [area, STRINGS])),
    },
    forbiddenProtocols: PROTOCOL_WORDS,
    allowedVpns: VPN_WORDS,
    minimumSecretLength: LENGTH,
  },
} as const;
