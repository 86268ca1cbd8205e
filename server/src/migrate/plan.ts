import type { Change, InputNeeded } from "../edit/change.ts";
import type { Item, Model, Reference } from "../model/model.ts";

export type Target = "wireguard" | "ikev2" | "openvpn";

/** parallel: the new tunnel beside the old; cutover: traffic moves; decommission: the old one goes. */
export type Stage = "parallel" | "cutover" | "decommission";

/** One thing to move: a client, or a server with its users and bindings. */
export interface Tunnel {
  readonly kind: "pptp-client" | "l2tp-client" | "pptp-server" | "l2tp-server";
  /** `TorGuard-PPTP`; servers are called by their protocol. */
  readonly name: string;
  readonly item: Item;
  readonly isDisabled: boolean;
  /** Strong references to the tunnel's interface: what has to be re-pointed or dropped. */
  readonly dependents: readonly Reference[];
  /** Script text that names it: reported, never rewritten. */
  readonly mentions: readonly Reference[];
  /** Servers only: accounts that may log in by this protocol, `any` ones included. */
  readonly secrets?: readonly Item[];
  /** Servers only: static interfaces of single users. */
  readonly bindings?: readonly Item[];
}

/** Whether a target fits this file and tunnel, in words. */
export interface Offer {
  readonly target: Target;
  readonly isPossible: boolean;
  /** The first possible one is the recommended one. */
  readonly isRecommended: boolean;
  /** Why, or why not and what would make it possible. */
  readonly reason: string;
}

/** Answers by input name, as `{ endpoint: "203.0.113.7" }`. Missing ones stay placeholders. */
export type Answers = Readonly<Record<string, string>>;

/** The whole migration as data: the wizard, the diff, the audit, the scripts and the tests read it. */
export interface Plan {
  readonly tunnel: Tunnel;
  readonly target: Target;
  readonly steps: readonly Step[];
  /** What only the user knows, with where to find it; answered ones are left out. */
  readonly inputs: readonly InputNeeded[];
  /** Everything that was asked for: the missing, the answered, and what may be told too. */
  readonly asked: readonly InputNeeded[];
  /** Traps, behaviour that changes, things deliberately not carried over. One sentence or two each. */
  readonly warnings: readonly PlanWarning[];
  /** Objects that name the old tunnel and need a person: scripts, notes. */
  readonly review: readonly PlanWarning[];
  /** Files for the other ends, as a wg-quick `.conf`; never holds a key made by us unless asked for. */
  readonly clientFiles: readonly ClientFile[];
  /** Ways out that stand for each other, as `wayOut` of traffic/compare-paths.ts names them. */
  readonly ways?: Ways;
  /** Names and addresses that the plan itself changes on purpose: differences about them are explained. */
  readonly expected?: readonly ExpectedChange[];
  /** Where users came in, and where they have to be able to come in now. */
  readonly doors?: readonly Doors[];
  /** Where both ends move: the input by which the other end asks for this one's public key. */
  readonly ownKey?: string;
  /** What the old tunnel saw to and nothing does any more: with one, the result is not proved. */
  readonly losses?: readonly string[];
}

/** What has to be let in to the router itself. */
export interface Door {
  readonly protocol: string;
  readonly port?: number;
}

export interface Doors {
  /** Each of them alone let users in. */
  readonly old: readonly Door[];
  /** Users need all of them. */
  readonly now: readonly Door[];
  /** A rule lets the old server's packets in from anywhere, whether or not another stops them before it. */
  readonly isForAnyone?: boolean;
}

export interface Ways {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A difference in the packets' ways that is meant, with the reason in words. */
export interface ExpectedChange {
  /**
   * `local`: packets to the router itself; `endpoint`, `tunnel-address`: packets to or from this address; `fasttrack`:
   * of that kind; `translation`: of that kind, to there; `router`: packets the router sends itself; `source`,
   * `destination`: from, to there; `undecided`: to or from there, where the file does not tell the end.
   */
  readonly about:
    | "local"
    | "endpoint"
    | "fasttrack"
    | "translation"
    | "tunnel-address"
    | "router"
    | "source"
    | "destination"
    | "undecided";
  /** An address or prefix, where it is about some. */
  readonly address?: string;
  /** Only packets from these addresses. */
  readonly from?: string;
  /** For `source` and `destination`: what was stopped may pass now. */
  readonly isOpening?: boolean;
  readonly reason: string;
}

export interface PlanWarning {
  readonly message: string;
  readonly item?: Item;
}

export interface ClientFile {
  readonly fileName: string;
  readonly text: string;
  /** The input that asks for this device's public key: `alice-public-key`. */
  readonly keyInput?: string;
}

export interface Step {
  readonly title: string;
  readonly reason: string;
  readonly stage: Stage;
  /** Before all others of its stage, and after them on the way back; or after all others both ways. */
  readonly turn?: "first" | "last";
  /** The step's part in the end state, as edits of the export. */
  readonly changes: readonly Change[];
  /**
   * What the stage's script does, where that differs: parallel never touches the old tunnel, decommission disables
   * before it removes.
   */
  readonly script?: readonly ScriptStep[];
  /** Takes the stage back. */
  readonly rollback?: readonly ScriptStep[];
}

/** A change to render as idempotent script, or a command written out, with a comment that tells what it does. */
export type ScriptStep =
  | {
      readonly kind: "change";
      readonly change: Change;
      readonly comment?: string;
      /** Only for the time of the change: decommission takes it away again. */
      readonly isTemporary?: boolean;
    }
  | { readonly kind: "command"; readonly text: string; readonly comment: string };

/** Why no plan could be made; one sentence and what to do instead. */
export interface Refusal {
  readonly kind: "refusal";
  readonly reason: string;
}

export interface PlanContext {
  readonly model: Model;
  readonly answers: Answers;
  /** Set when the other end's file is at hand and moves too. */
  readonly link?: SiteLink;
  /** Set where other tunnels move along. */
  readonly ownInputs?: OwnInputs;
  /** Of all accounts that there were before the first of several tunnels moved. */
  readonly userNames?: UserNames;
}

/** What others of the same run ask for, too: one place for two answers would take the first for both. */
export interface OwnInputs {
  readonly names: ReadonlySet<string>;
  /** The tunnel's name as placeholders can hold it. */
  readonly prefix: string;
}

/** What stands for a user in names of inputs (`boss-public-key`) and of files (`boss.conf`). */
export interface UserName {
  readonly slug: string;
  /** Without an ending; unlike every other one on disks that do not tell `Boss` from `boss`. */
  readonly file: string;
}

/** By service and name; of all accounts, so that users of two servers do not meet in one name. */
export type UserNames = ReadonlyMap<string, UserName>;

/** What both files tell of one site-to-site tunnel; the same for the plans of both ends. */
export interface SiteLink {
  /** The calling end's account at the answering one. */
  readonly user: string;
  /**
   * `policies`: networks behind both ends talk with their own addresses; `overlay`: something needs an interface, so
   * GRE or EoIP runs inside IPsec; `single`: the caller is one address to the answerer, as a user is.
   */
  readonly way: "policies" | "overlay" | "single";
  /** Networks that the old routes led to. */
  readonly behindCaller: readonly string[];
  readonly behindAnswerer: readonly string[];
  readonly overlay: OverlayLink;
  /** Addresses inside the old tunnel. */
  readonly inner: { readonly caller: string | undefined; readonly answerer: string | undefined };
  /** The caller's public address, where it is a fixed one. */
  readonly callerHost: string | undefined;
  /** What OpenVPN of both ends speaks. */
  readonly openvpn: OpenvpnSpeech;
}

export interface OverlayLink {
  readonly kind: "gre" | "eoip";
  /** Loopback addresses. */
  readonly caller: string;
  readonly answerer: string;
  readonly tunnelId: string;
}

/** What OpenVPN can speak, whatever words a version has for it. */
export interface OpenvpnSpeech {
  readonly port: string;
  readonly protocol: "udp" | "tcp";
  readonly auth: "sha256" | "sha1";
  readonly isGcm: boolean;
}

/** Each file in targets/ exports one. */
export type PlanTarget = (tunnel: Tunnel, context: PlanContext) => Plan | Refusal;
