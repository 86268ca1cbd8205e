import type { AnalysisSettings } from "../service.ts";

/** What the client configures under `rsclint.*`, checked; wrong kinds of values are ignored. */
export interface ServerSettings {
  readonly analysis: AnalysisSettings;
  /** Diagnostics sent for one file at most. */
  readonly maxFindings: number;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly docsUrl: string | undefined;
}

const MAX_FINDINGS = 1000;

export function readSettings(given: unknown): ServerSettings {
  const from = recordOf(given);
  const max = from["maxFindings"];
  const rules = recordOf(from["rules"]);
  const policy = recordOf(from["policy"]);
  const version = textOf(from["routerosVersion"]);
  const preset = textOf(from["preset"]);
  return {
    analysis: {
      ...(version === undefined || version === "auto" ? {} : { routerosVersion: version }),
      lint: { rules, ...(preset === undefined ? {} : { preset }) },
      policy,
    },
    maxFindings: typeof max === "number" && max >= 0 ? Math.floor(max) : MAX_FINDINGS,
    codeLens: recordOf(from["codeLens"])["enabled"] !== false,
    inlayHints: recordOf(from["inlayHints"])["enabled"] !== false,
    docsUrl: textOf(from["docsUrl"]),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
