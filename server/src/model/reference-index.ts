import type { BoundPage, PageReferences } from "./bound-page.ts";
import type { Resolver } from "./references.ts";

/**
 * Who writes which name, over all pages. Keeps itself up to date page by page, so that a revision costs the
 * pages it replaced.
 */
export interface ReferenceIndex {
  /** Brings the index to these pages, in their order. */
  update(pages: readonly BoundPage[], resolver: Resolver): void;
  /** In text order, page by page; references whose namespace is but possible are among them. */
  find(namespace: string, name: string): readonly PageReferences[];
}

export function createReferenceIndex(): ReferenceIndex {
  const index: Index = new Map();
  let order = new Map<BoundPage, number>();
  return {
    update(pages, resolver) {
      const next = new Map(pages.map((page, at) => [page, at] as const));
      for (const page of order.keys()) if (!next.has(page)) take(index, page, resolver);
      for (const page of next.keys()) if (!order.has(page)) add(index, page, resolver);
      order = next;
    },
    find(namespace, name) {
      const found = index.get(namespace)?.get(name);
      if (found === undefined) return [];
      const entries = [...found].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      return entries.map(([, references]) => references);
    },
  };
}

type Index = Map<string, Map<string, Map<BoundPage, PageReferences>>>;

function add(index: Index, page: BoundPage, resolver: Resolver): void {
  for (const [namespace, names] of page.namesIn(resolver)) {
    const all = index.get(namespace) ?? new Map<string, Map<BoundPage, PageReferences>>();
    index.set(namespace, all);
    for (const [name, references] of names) {
      const pages = all.get(name);
      if (pages === undefined) all.set(name, new Map([[page, references]]));
      else pages.set(page, references);
    }
  }
}

function take(index: Index, page: BoundPage, resolver: Resolver): void {
  for (const [namespace, names] of page.namesIn(resolver)) {
    const all = index.get(namespace);
    for (const name of names.keys()) {
      const pages = all?.get(name);
      pages?.delete(page);
      if (pages?.size === 0) all?.delete(name);
    }
  }
}
