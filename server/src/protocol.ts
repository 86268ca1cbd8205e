/**
 * Names and types of our own requests between client and server; the one server file the client imports.
 * Offsets never cross this border: places are line and character from 0, as in the Language Server Protocol.
 */

/** Asked for the active editor, e.g. for the status bar. */
export const FILE_INFO = "rsclint/fileInfo";
/** What in a file can be migrated, and where to. */
export const MIGRATE_OFFERS = "rsclint/migrate/offers";
/** The plan of one migration: steps, inputs, warnings. */
export const MIGRATE_PLAN = "rsclint/migrate/plan";
/** Why an answer to an input cannot be, as one sentence; null when it can. */
export const MIGRATE_ANSWER = "rsclint/migrate/answer";
/** The texts of the router's files after one stage of a migration, for a diff view, or to apply. */
export const MIGRATE_PREVIEW = "rsclint/migrate/preview";
/** The VPN and routing part of the file as a graph. */
export const GRAPH = "rsclint/graph";
/** The way of one packet, rule by rule. */
export const TRACE = "rsclint/trace";
/** Who reaches a port of the router itself, and what decides it. */
export const WHO_REACHES = "rsclint/whoReaches";
/** What waits on a port of the router under a name, for choosing one: `ListenerView[]`. */
export const LISTENERS = "rsclint/listeners";
/** What another RouterOS version takes otherwise. */
export const UPGRADE_CHECK = "rsclint/upgradeCheck";
/** RouterOS versions that facts are there for, newest first: `string[]`. */
export const VERSIONS = "rsclint/versions";
/** Reads a file as another version does until told otherwise; answers what is then known of the file. */
export const SET_VERSION = "rsclint/setVersion";
/** An extra schema file of an export's menus and properties. */
export const MAKE_SCHEMA = "rsclint/makeSchema";

/** What the command palette calls `COMMANDS.migrate`. */
export const MIGRATE_TITLE = "RouterOS: Migrate a VPN Tunnel…";

/** Commands the client registers; the server names them in code actions and lenses. */
export const COMMANDS = {
  /**
   * Opens the wizard. Arguments: uri, subject, target, each asked for where it is left out; then `"finished"`, so that
   * the finished export comes without asking for a stage.
   */
  migrate: "rsclint.migrate",
  /** Writes what the wizard's last comparison shows into the files. */
  applyMigration: "rsclint.applyMigration",
  /** Arguments: uri, position, locations. Shows references in the editor's own view. */
  showReferences: "rsclint.showReferences",
  restart: "rsclint.restart",
  showOutput: "rsclint.showOutput",
  setVersion: "rsclint.setVersion",
  fixAll: "rsclint.fixAll",
  showGraph: "rsclint.showGraph",
  trace: "rsclint.trace",
  whoReaches: "rsclint.whoReaches",
  upgradeCheck: "rsclint.upgradeCheck",
  makeSchema: "rsclint.makeSchema",
} as const;

export interface FileParams {
  readonly uri: string;
}

export interface FileInfo {
  /** As it is worked with, e.g. "7.15.3"; undefined: every known version is assumed at once. */
  readonly version: string | undefined;
  readonly versionFrom: "header" | "setting" | "chosen" | "none";
  /** What the header says, also where another version was chosen. */
  readonly headerVersion?: string;
  /** `full`: a whole export; `partial`: an export of some menus; `script`: anything else. */
  readonly kind: "full" | "partial" | "script";
  /** Why it was judged so, in words. */
  readonly kindReason: string;
  readonly boardModel: string | undefined;
  readonly secrets: "shown" | "hidden" | "unknown";
  readonly findings: {
    readonly error: number;
    readonly warning: number;
    readonly info: number;
    readonly hint: number;
  };
}

export interface MadeSchema {
  readonly text: string;
  /** Of the export's header. */
  readonly version: string | undefined;
  readonly menus: number;
}

export interface SetVersionParams extends FileParams {
  /** Null: back to what the header or the settings say. */
  readonly version: string | null;
}

export interface TraceParams extends FileParams {
  readonly dst: string;
  readonly src?: string;
  readonly protocol?: string;
  readonly dstPort?: number;
  readonly inInterface?: string;
  readonly isFromRouter?: boolean;
}

export interface TraceResult {
  /** The packet in words. */
  readonly packet: string;
  readonly steps: readonly TraceStepView[];
  readonly verdict: "forwarded" | "delivered" | "dropped" | "unknown";
  /** The end in one sentence. */
  readonly summary: string;
  /** The most ordinary first. */
  readonly ends: readonly {
    readonly verdict: string;
    readonly reason: string;
    /** What must be so for this end, and what must not, in few words. */
    readonly when: string;
  }[];
  readonly assumptions: readonly string[];
}

export interface TraceStepView {
  readonly stage: string;
  readonly item?: string;
  readonly effect: string;
  readonly isCertain: boolean;
  readonly at?: WirePlace;
}

export interface WhoReachesParams extends FileParams {
  /** "8291/tcp", "gre", or the name of a service. */
  readonly port: string;
}

/** Why the port cannot be asked for, as the end of a sentence; or the answer. */
export type WhoReachesResult = { readonly problem: string } | ReachResult;

export interface ReachResult {
  /** "8291/tcp" or "gre". */
  readonly port: string;
  /** What listens there: "winbox". */
  readonly service?: string;
  readonly rows: readonly ReachRowView[];
  readonly notes: readonly string[];
}

export interface ReachRowView {
  /** All that have the same answer. */
  readonly from: readonly string[];
  readonly verdict: "accepted" | "blocked" | "unknown";
  readonly reason: string;
  readonly at?: WirePlace;
}

export interface ListenerView {
  readonly name: string;
  /** "8291/tcp" */
  readonly port: string;
  readonly isEnabled: "yes" | "no" | "unknown";
}

/** A place in a document. */
export interface WirePlace extends WirePosition {
  /** URI. */
  readonly file: string;
}

export interface UpgradeCheckParams extends FileParams {
  /** "7.16.2". */
  readonly to: string;
}

export interface UpgradeCheckResult {
  readonly from: string | undefined;
  readonly to: string;
  readonly findings: readonly UpgradeFindingView[];
  readonly unknown: readonly { readonly what: string; readonly count: number }[];
  readonly notes: readonly string[];
  /** All offered changes, to be applied together. */
  readonly edits: readonly WireFileEdits[];
}

export interface UpgradeFindingView {
  readonly kind: string;
  readonly message: string;
  /** The import of the file stops or goes wrong here. */
  readonly breaks: boolean;
  readonly places: readonly WirePlace[];
  /** What the offered change does. */
  readonly fix?: string;
}

export interface WireFileEdits {
  readonly uri: string;
  readonly edits: readonly {
    readonly range: { readonly start: WirePosition; readonly end: WirePosition };
    readonly newText: string;
  }[];
}

export type MigrationTarget = "wireguard" | "ikev2" | "openvpn";

export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface MigrateOffer {
  /** Stable name of the object that moves, e.g. "/interface/pptp-client#office". */
  readonly subject: string;
  /** "PPTP client `office`". */
  readonly title: string;
  /** Where the object is written, in whichever file of the router. */
  readonly at: WirePlace;
  readonly targets: readonly MigrateTargetOffer[];
}

export interface MigrateTargetOffer {
  readonly target: MigrationTarget;
  readonly isPossible: boolean;
  readonly isRecommended: boolean;
  /** Why not, or what it costs. */
  readonly reason: string;
}

export interface MigratePlanParams extends FileParams {
  readonly subject: string;
  readonly target: MigrationTarget;
  /** Filled-in inputs by name; missing ones stay placeholders. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface MigratePlan {
  readonly title: string;
  readonly steps: readonly { readonly stage: MigrateStage; readonly text: string; readonly reason: string }[];
  /** Everything that is asked for, answered or not, and what may be told too. */
  readonly inputs: readonly MigrateInput[];
  readonly warnings: readonly string[];
  /** What is left to a person, and where it stands. */
  readonly review: readonly string[];
  /** Configurations for the other ends, with placeholders for their keys. */
  readonly clientFiles: readonly { readonly fileName: string; readonly text: string }[];
  /** Why nothing can be done; the rest is empty then. */
  readonly refusal?: string;
}

export type MigrateStage = "parallel" | "cutover" | "decommission";

export interface MigrateInput {
  readonly name: string;
  readonly description: string;
  readonly isSecret: boolean;
  /** Has an effect of its own without an answer. */
  readonly isOptional: boolean;
  readonly suggestion?: string;
  /** What an answer has to look like; see `InputKind` of edit/. */
  readonly kind?: MigrateInputKind;
  readonly choices?: readonly string[];
}

export type MigrateInputKind =
  | "host"
  | "address"
  | "addresses"
  | "host-prefix"
  | "prefix"
  | "prefixes"
  | "port"
  | "wireguard-key"
  | "choice";

export interface MigrateAnswerParams extends Pick<MigrateInput, "kind" | "choices"> {
  readonly answer: string;
}

export interface MigratePreviewParams extends MigratePlanParams {
  /** Absent: the finished state of the router's files. */
  readonly stage?: MigrateStage;
}

export interface MigratePreview {
  /** Every file that changes, with its whole new text and the edits that lead there. */
  readonly files: readonly (WireFileEdits & { readonly text: string })[];
  /** Names of inputs still standing as `<PLACEHOLDER>`. */
  readonly missingInputs: readonly string[];
  /** Runnable script of the stage with its rollback. */
  readonly script?: string;
  /** Of the finished state. */
  readonly proof?: MigrateProof;
}

export interface MigrateProof {
  /** What must not be; the migration is not to be used as it is. */
  readonly problems: readonly string[];
  /** Packets that take another way than before, or whose way cannot be decided. */
  readonly differences: readonly MigrateDifference[];
  /** How many kinds of packets were compared. */
  readonly flows: number;
}

export interface MigrateDifference {
  readonly message: string;
  /** Why it does not speak against the plan; absent where it does. */
  readonly reason?: string;
  readonly isUndecided: boolean;
}

export interface GraphParams extends FileParams {
  readonly format?: "mermaid" | "dot" | "json";
  /** Only what leads to this name, and what it leads to. */
  readonly focus?: string;
}

export interface GraphResult {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** In the format asked for; empty for json. */
  readonly text: string;
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** A second line: addresses, matchers, distance. */
  readonly detail?: string;
  readonly kind: GraphNodeKind;
  readonly isDisabled: boolean;
  /** A whole export speaks of it and does not hold it. */
  readonly isMissing?: true;
  readonly at?: WirePosition;
  /** The document of `at`. */
  readonly file?: string;
}

export type GraphNodeKind =
  | "tunnel"
  | "interface"
  | "list"
  | "addresses"
  | "users"
  | "mark"
  | "rule"
  | "nat"
  | "table"
  | "route"
  | "peer"
  | "other";

/** Points the way packets go. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}
