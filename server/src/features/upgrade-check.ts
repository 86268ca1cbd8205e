import { planEdits } from "../edit/render-edits.ts";
import type { FileEdits } from "../lint/finding.ts";
import { readExportHeader } from "../model/export-header.ts";
import type { BoundCommand, Model, ModelFile } from "../model/model.ts";
import { enumerate } from "../rules/facts/label.ts";
import { createCatalog } from "../schema/catalog.ts";
import { createSchemaStore } from "../schema/lookup.ts";
import { standpointOf } from "../schema/presence.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/range.ts";
import { compareVersions, formatVersion, parseVersion, type Version } from "../values/version.ts";
import type { Analysis } from "./analysis.ts";
import { OLDEST_SIXTH } from "./known-versions.ts";
import { placeAt, type SourcePlace } from "./source-place.ts";
import { defaultIssues } from "./upgrade-defaults.ts";
import {
  type IssuePlace,
  type Look,
  menuText,
  type UpgradeIssue,
  type UpgradeKind,
} from "./upgrade-issue.ts";
import { itemIssues } from "./upgrade-items.ts";
import { menuIssues } from "./upgrade-menus.ts";
import { propertyIssues } from "./upgrade-properties.ts";
import { packageIssues, scriptIssues } from "./upgrade-scripts.ts";
import { seventhIssues } from "./upgrade-seventh.ts";

export interface UpgradeRequest {
  /** The version to look ahead to, "7.16.2". */
  readonly to: string;
}

/** What of a configuration another RouterOS version does not have, calls otherwise, or takes otherwise. */
export interface UpgradeReport {
  /** The version the files are of; undefined: not known, then only what the new version lacks is told. */
  readonly from: string | undefined;
  readonly to: string;
  readonly findings: readonly UpgradeFinding[];
  /** Menus and properties of which no facts tell whether the new version has them. */
  readonly unknown: readonly { readonly what: string; readonly count: number }[];
  /** How sure this is, where it is not measured on that very version. */
  readonly notes: readonly string[];
  /** Statements looked at. */
  readonly checked: number;
  /** All offered changes together, as edits; with the new version told at the head of the file. */
  readonly edits: readonly FileEdits[];
}

export interface UpgradeFinding {
  readonly kind: UpgradeKind;
  readonly message: string;
  /** The import of the file stops or goes wrong here; false: it works, but means something else. */
  readonly breaks: boolean;
  /** Every place, in text order. */
  readonly places: readonly UpgradePlace[];
  /** What the offered change does; absent where a person has to decide. */
  readonly fix?: string;
}

export interface UpgradePlace extends SourcePlace {
  /** UTF-16 offsets. */
  readonly range: Range;
}

/** Undefined when `to` is no version. Only facts measured on routers or told by exports count; the rest is `unknown`. */
export function upgradeCheck(analysis: Analysis, request: UpgradeRequest): UpgradeReport | undefined {
  const to = parseVersion(request.to);
  if (to === undefined) return undefined;
  const { model } = analysis;
  const store = createSchemaStore(analysis.settings.schemaExtensions);
  const look: Look = {
    model,
    to,
    before: model.schema,
    after: store.schema(to),
    commands: looked(model),
    moved: new Map(),
  };
  const issues = [
    ...menuIssues(look),
    ...propertyIssues(look),
    ...seventhIssues(look),
    ...itemIssues(look),
    ...scriptIssues(look),
    ...packageIssues(look),
    ...defaultIssues(look),
  ];
  const findings = byMenu(merge(issues.filter(({ kind }) => kind !== "unknown")), to);
  return {
    from: model.version && formatVersion(model.version),
    to: formatVersion(to),
    findings: findings.map((issue) => findingOf(analysis, issue)),
    unknown: countUnknown(issues),
    notes: [...notesOn(to), ...noteOnImport(look, findings)],
    checked: look.commands.length,
    edits: editsOf(look, findings),
  };
}

function looked(model: Model): readonly BoundCommand[] {
  return model.commands.filter(({ problem, menu }) => problem === undefined && menu !== "/");
}

/** Issues of one subject become one, with all their places. */
function merge(issues: readonly UpgradeIssue[]): readonly UpgradeIssue[] {
  const merged = new Map<string, UpgradeIssue>();
  for (const issue of issues) {
    const known = merged.get(issue.key);
    if (!known) merged.set(issue.key, issue);
    else {
      merged.set(issue.key, {
        ...known,
        ...(issue.fix === undefined ? {} : { fix: issue.fix }),
        places: [...known.places, ...issue.places],
        changes: [...known.changes, ...issue.changes],
      });
    }
  }
  return [...merged.values()].filter(({ message }) => message !== "");
}

/** So many properties of one menu are told one by one; more of them mean that the menu itself is another one. */
const MOST_ALIKE = 3;

function byMenu(issues: readonly UpgradeIssue[], to: Version): readonly UpgradeIssue[] {
  const groups = new Map<string, UpgradeIssue[]>();
  const groupOf = ({ key, goneProperty }: UpgradeIssue) =>
    goneProperty === undefined ? key : `gone in ${goneProperty.menu}: ${goneProperty.spans}`;
  for (const issue of issues) groups.set(groupOf(issue), [...(groups.get(groupOf(issue)) ?? []), issue]);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first?.goneProperty === undefined || group.length <= MOST_ALIKE) return group;
    const { menu, spans } = first.goneProperty;
    const names = enumerate(group.flatMap(({ goneProperty }) => goneProperty?.name ?? []));
    const since = spans === "" ? "" : ` (${spans} has them)`;
    return [
      {
        ...first,
        message: `RouterOS ${formatVersion(to)} has none of ${names} in \`${menuText(menu)}\`${since}.`,
        places: group.flatMap(({ places }) => places),
      },
    ];
  });
}

function findingOf(
  analysis: Analysis,
  { kind, message, breaks, places, changes, fix }: UpgradeIssue,
): UpgradeFinding {
  return {
    kind,
    message,
    breaks,
    places: inTextOrder(analysis, places).flatMap(({ file, range }) => {
      const at = placeAt(analysis, file, range.start);
      return at === undefined ? [] : [{ ...at, range }];
    }),
    ...(changes.length > 0 && fix !== undefined ? { fix } : {}),
  };
}

function inTextOrder({ files }: Analysis, places: readonly IssuePlace[]): readonly IssuePlace[] {
  const order = (path: string) => files.findIndex((file) => file.path === path);
  const sorted = [...places].sort((a, b) => order(a.file) - order(b.file) || a.range.start - b.range.start);
  return sorted.filter(({ file, range }, index) => {
    const before = sorted[index - 1];
    return before?.file !== file || before.range.start !== range.start;
  });
}

function countUnknown(issues: readonly UpgradeIssue[]): UpgradeReport["unknown"] {
  const counts = new Map<string, number>();
  for (const { kind, message } of issues)
    if (kind === "unknown") counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count }));
}

function notesOn(to: Version): string[] {
  const { axis } = createCatalog([]);
  const [first, last] = [axis[0], axis.at(-1)];
  const oldest = parseVersion(OLDEST_SIXTH);
  if (!first || !last || !oldest) return [];
  const shown = formatVersion(to);
  switch (standpointOf(to, axis).kind) {
    case "v6":
      return [
        ...(to.major === oldest.major && to.minor >= oldest.minor
          ? []
          : [`${shown} is older than the facts, which begin with ${OLDEST_SIXTH}.`]),
        "RouterOS 6 is known from exports only: what no export shows is told as unknown.",
      ];
    case "early":
      return [`${shown} was not measured; ${formatVersion(first)} is the first that was.`];
    case "future":
      return [`${shown} is newer than the facts, which end with ${formatVersion(last)}.`];
    case "any":
    case "measured":
      return [];
  }
}

/** Whoever upgrades a router in place must not think that it comes up without its configuration. */
function noteOnImport({ model, to }: Look, findings: readonly UpgradeIssue[]): string[] {
  const isUpgrade = model.version !== undefined && compareVersions(model.version, to) < 0;
  if (!isUpgrade || !findings.some(({ breaks }) => breaks)) return [];
  return ["This is about importing the file; an upgrade in place converts most of it by itself."];
}

function editsOf(look: Look, issues: readonly UpgradeIssue[]): readonly FileEdits[] {
  const changes = issues.flatMap((issue) => issue.changes);
  const changed = planEdits(look.model, changes).files;
  if (changed.length === 0) return [];
  return look.model.files.flatMap((file) => {
    const edits = changed.find((each) => each.file === file)?.edits ?? [];
    const head = headEdit(look, file);
    const all = head === undefined ? edits : [head, ...edits];
    return all.length === 0 ? [] : [{ file: file.path, edits: all }];
  });
}

/** A comment that tells the new version, so that the changed file is judged by it and not by the old header. */
function headEdit({ model, to }: Look, file: ModelFile): TextEdit | undefined {
  const { version } = model;
  const isTold = readExportHeader(file.tree).versionText !== undefined && version !== undefined;
  if (!isTold || compareVersions(version, to) === 0) return undefined;
  const start = file.text.startsWith("\uFEFF") ? 1 : 0;
  const eol = /\r\n|\r|\n/.exec(file.text)?.[0] ?? "\n";
  const newText = `# changed for import by RouterOS ${formatVersion(to)}${eol}`;
  return { range: { start, end: start }, newText };
}
