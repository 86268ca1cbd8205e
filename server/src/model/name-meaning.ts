import type { NamedPart } from "./bound.ts";
import type { ReferenceTarget } from "./model.ts";

export interface ResolvedName {
  readonly namespace: string;
  readonly target: ReferenceTarget;
}

/** What a name means now; worked out at most once a revision, and only when what defines such names changed. */
export interface NameMeaning {
  resolve(): ResolvedName;
}

/** A name asked for by a property of a menu. */
export interface AskedName extends Pick<NamedPart, "namespaces" | "name" | "property" | "isInferred"> {
  readonly menu: string;
}

/** What answers at the moment. */
export interface Answers {
  readonly revision: number;
  /** Grows whenever what the names of these namespaces mean may have changed. */
  stampOf(namespaces: readonly string[]): number;
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
  return {
    resolve() {
      const model = answers();
      if (model === undefined || model.revision === revision) return resolved;
      revision = model.revision;
      const now = model.stampOf(asked.namespaces);
      if (now !== stamp) [stamp, resolved] = [now, model.resolve(asked)];
      return resolved;
    },
  };
}
