import { isValid, schemaProblems } from "../project/validate.ts";
import { configSchema, type LanguageService, type LintConfig } from "../service.ts";

/** What the client configures under `rsclint.*`. */
export interface ServerSettings {
  /** Of the editor; a project's `.rsclintrc.*` counts more. */
  readonly config: LintConfig;
  /** Extra schema files; a project's own come on top. */
  readonly schemaFiles: readonly string[];
  /** Diagnostics sent for one file at most. */
  readonly maxFindings: number;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  /** Settings that were left out because they cannot be meant, one sentence each. */
  readonly problems: readonly string[];
}

const MAX_FINDINGS = 1000;

/** Reads the client's settings; a part that is wrong is left out and told, the others count. */
export function readSettings(given: unknown, rules: LanguageService["rules"]): ServerSettings {
  const from = recordOf(given);
  const { config, problems } = readConfig(from, rules);
  const { schemaFiles = [], ...rest } = config;
  const max = from["maxFindings"];
  return {
    config: rest,
    schemaFiles,
    problems,
    maxFindings: typeof max === "number" && max >= 0 ? Math.floor(max) : MAX_FINDINGS,
    codeLens: isOn(from, "codeLens"),
    inlayHints: isOn(from, "inlayHints"),
  };
}

function readConfig(
  from: Readonly<Record<string, unknown>>,
  rules: LanguageService["rules"],
): { readonly config: LintConfig; readonly problems: readonly string[] } {
  const schema = configSchema(rules);
  const preset = from["preset"];
  const version = from["routerosVersion"];
  const parts: readonly Readonly<Record<string, unknown>>[] = [
    preset === undefined || preset === "" ? {} : { extends: preset },
    from["rules"] === undefined ? {} : { rules: from["rules"] },
    version === undefined || version === "" || version === "auto" ? {} : { routerosVersion: version },
    from["policy"] === undefined ? {} : { policy: from["policy"] },
    from["schemaFiles"] === undefined ? {} : { schemaFiles: from["schemaFiles"] },
  ];
  let config: LintConfig = {};
  const problems: string[] = [];
  for (const part of parts) {
    if (isValid<LintConfig>(part, schema)) config = { ...config, ...part };
    else problems.push(...schemaProblems(part, schema));
  }
  return { config, problems };
}

/** `"codeLens": false`, or `"codeLens": { "enabled": false }`. */
function isOn(from: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = from[name];
  return value !== false && recordOf(value)["enabled"] !== false;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
