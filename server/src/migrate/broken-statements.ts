import type { Model, ModelFile } from "../model/model.ts";
import type { Chunk } from "../syntax/tree.ts";
import { createLineIndex } from "../text/line-index.ts";
import type { Plan, PlanWarning, Tunnel } from "./plan.ts";

/** A statement that cannot be read, so that nobody knows what the router holds there. */
interface Broken {
  readonly file: ModelFile;
  /** Counted from 1. */
  readonly line: number;
  readonly menu: string;
}

/** What every move looks at and rewrites, beside the tunnel's own menu. */
const MOVED =
  /^\/(?:ip(?:v6)?\/(?:firewall\/(?:filter|nat|mangle|raw|address-list)|route|address)|ip\/pool|interface\/list|routing\/(?:table|rule)|ip\/route\/rule|ip\/vrf)(?:\/|$)/;

/** Why the tunnel cannot be moved: what belongs to it cannot be read whole. */
export function brokenPart(model: Model, tunnel: Tunnel): string | undefined {
  const own = `/interface/${tunnel.kind}`;
  const found = brokenStatements(model).find(
    ({ menu }) => menu === own || menu.startsWith(`${own}/`) || menu.startsWith("/ppp/") || MOVED.test(menu),
  );
  if (found === undefined) return undefined;
  return `${placeOf(model, found)} cannot be read, and \`${pathOf(found.menu)}\` is part of what moves: correct it first, or export again.`;
}

/** Before all other warnings: the plan does not know what stands there. */
export function withBroken(plan: Plan, model: Model): Plan {
  const warnings = brokenStatements(model).map(
    (each): PlanWarning => ({
      message: `${placeOf(model, each)} in \`${pathOf(each.menu)}\` cannot be read, and the router stops an import there; the plan leaves it as it is.`,
    }),
  );
  return warnings.length === 0 ? plan : { ...plan, warnings: [...warnings, ...plan.warnings] };
}

function brokenStatements(model: Model): readonly Broken[] {
  return model.files.flatMap((file) => {
    const chunks = file.tree.chunks.filter(({ problems }) => problems.length > 0);
    if (chunks.length === 0) return [];
    const lines = createLineIndex(file.text);
    return chunks.map((chunk) => {
      const from = chunk.start + (chunk.statements[0]?.from ?? chunk.problems[0]?.from ?? 0);
      return { file, line: lines.positionAt(from).line + 1, menu: menuAt(model, file, chunk) };
    });
  });
}

/** As far as it is read; else the menu that the statement before it has left. */
function menuAt(model: Model, file: ModelFile, chunk: Chunk): string {
  const own = model.commands.filter((each) => each.file === file && each.embeddedIn === undefined);
  const at = own.find(({ node }) => node.chunk === chunk);
  const before = own.findLast(({ node }) => node.chunk.start < chunk.start);
  return at?.menu ?? before?.menu ?? "/";
}

function placeOf({ files }: Model, { file, line }: Broken): string {
  return files.length > 1 ? `Line ${line} of ${file.path}` : `Line ${line}`;
}

function pathOf(menu: string): string {
  return `/${menu.slice(1).replaceAll("/", " ")}`;
}
