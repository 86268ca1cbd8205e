import type { VersionSpans } from "./presence.ts";
import type { ReferenceInfo } from "./references.ts";
import type { ValueType } from "./value-type.ts";

/**
 * known: it exists in the version looked at. absent: it does not, and that is certain; `seenIn` tells where it
 * does (empty: nowhere). no-data: the facts cannot tell (hardware, extra packages, 7.0 to 7.8, 6.x, versions
 * newer than the facts); nothing may be reported. `likely` is what other versions say of it, for hover and types.
 */
export type Knowledge<T> =
  | { readonly kind: "known"; readonly value: T }
  | { readonly kind: "absent"; readonly seenIn: VersionSpans }
  | { readonly kind: "no-data"; readonly likely?: T };

export interface MenuInfo {
  /** "/ip/firewall/filter"; the root is "/". */
  readonly path: string;
  /** Comes with an extra package in this version. */
  readonly extra: boolean;
  /** On some hardware only. */
  readonly hardware: boolean;
  /** One record that is `set`, not a list of items. */
  readonly isSettings: boolean;
  readonly versions: VersionSpans;
}

export interface CommandInfo {
  readonly menu: string;
  readonly name: string;
  readonly versions: VersionSpans;
}

export interface PropertyInfo {
  readonly name: string;
  readonly type: ValueType;
  readonly reference?: ReferenceInfo;
  readonly list: boolean;
  readonly negatable: boolean;
  /** `add` without it fails (alone, not as one of several). */
  readonly required: boolean;
  readonly versions: VersionSpans;
}
