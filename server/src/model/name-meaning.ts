import type { NamedPart } from "./bound.ts";
import { isSameList } from "./keep.ts";
import type { ReferenceTarget } from "./model.ts";

export interface ResolvedName {
  readonly namespace: string;
  readonly target: ReferenceTarget;
}

/** What a name means now; worked out at most once a revision, and only when what defines such names changed. */
export interface NameMeaning {
  readonly namespaces: readonly string[];
  resolve(): ResolvedName;
  /** The revision in which it was first seen to be what it is now: in full, or but for which items it names. */
  since(aspect: Aspect): number;
}

/** `target`: whatever a name leads to; `kind`: whether it leads anywhere, not to which items. */
export type Aspect = "target" | "kind";

/** A name asked for by a property of a menu. */
export interface AskedName extends Pick<NamedPart, "namespaces" | "name" | "property" | "isInferred"> {
  readonly menu: string;
}

export interface Stamp {
  /** Grows whenever what the names of some namespaces mean may have changed. */
  readonly stamp: number;
  /** The revision in which that was seen. */
  readonly at: number;
}

/** What answers at the moment. */
export interface Answers {
  readonly revision: number;
  stampOf(namespaces: readonly string[]): Stamp;
  resolve(asked: AskedName): ResolvedName;
  absenceMeansDefault(menu: string): boolean;
}

/** Gives the same meaning for the same question, so that 80,000 entries of one list ask once. */
export function createMeanings(
  answers: () => Answers | undefined,
): (part: NamedPart, menu: string) => NameMeaning {
  let known = new WeakMap<readonly string[], Map<string, NameMeaning>>();
  let size = 0;
  return (part, menu) => {
    const { namespaces, name, property, isInferred } = part;
    const names = known.get(namespaces) ?? new Map<string, NameMeaning>();
    const key = `${isInferred ? "?" : ""}${name} ${menu} ${property}`;
    const meaning =
      names.get(key) ?? createMeaning({ namespaces, name, property, isInferred, menu }, answers);
    if (++size > MOST) [size, known] = [0, new WeakMap()];
    names.set(key, meaning);
    known.set(namespaces, names);
    return meaning;
  };
}

/** Names typed and forgotten would pile up; references keep the meanings they have. */
const MOST = 500_000;

function createMeaning(asked: AskedName, answers: () => Answers | undefined): NameMeaning {
  const unknown: ResolvedName = { namespace: asked.namespaces[0] ?? "", target: { kind: "unknown" } };
  let [revision, stamp, resolved] = [-1, -1, unknown];
  // The revisions since which the name means this, and to what last meaning the items were compared.
  let [kindAt, targetAt, compared] = [-1, -1, unknown];
  const resolve = () => {
    const model = answers();
    if (model === undefined || model.revision === revision) return resolved;
    revision = model.revision;
    const now = model.stampOf(asked.namespaces).stamp;
    if (now === stamp) return resolved;
    const before = resolved;
    [stamp, resolved] = [now, model.resolve(asked)];
    if (!isSameKind(before, resolved)) kindAt = revision;
    return resolved;
  };
  return {
    namespaces: asked.namespaces,
    resolve,
    since(aspect) {
      const current = resolve();
      if (aspect === "kind") return kindAt;
      if (current !== compared && !isSame(compared, current)) targetAt = revision;
      compared = current;
      return targetAt;
    },
  };
}

function isSameKind(a: ResolvedName, b: ResolvedName): boolean {
  return a.namespace === b.namespace && a.target.kind === b.target.kind;
}

function isSame(a: ResolvedName, b: ResolvedName): boolean {
  if (!isSameKind(a, b)) return false;
  return a.target.kind !== "item" || b.target.kind !== "item" || isSameList(a.target.items, b.target.items);
}
