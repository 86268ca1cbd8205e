import { type Command, Option } from "commander";
import type { ConfigurationGraph, GraphFormat, GraphNode } from "../../service.ts";
import { type CliIo, UsageError } from "../io.ts";
import { loadRouter, type RouterFlags } from "../load-router.ts";
import { withoutSecrets } from "../masked.ts";
import { addRouterOptions, placeRecord } from "../router-options.ts";

interface GraphFlags extends RouterFlags {
  readonly format: GraphFormat;
  readonly focus?: string;
}

export function register(program: Command, io: CliIo): void {
  const command = program
    .command("graph")
    .description("draw who goes where: tunnels, marks, tables, routes, NAT, lists")
    .argument("<file>", "an export (.rsc); - reads standard input")
    .addOption(
      new Option("--format <format>", "mermaid for Markdown pages, dot for Graphviz, json for programs")
        .choices(["mermaid", "dot", "json"])
        .default("mermaid"),
    )
    .option("--focus <name>", "only what leads to this interface, table, list or mark, and what it leads to");
  addRouterOptions(command).action((path: string, flags: GraphFlags) => runGraph(path, flags, io));
}

async function runGraph(path: string, { format, focus, ...flags }: GraphFlags, io: CliIo): Promise<void> {
  const { analysis, members } = await loadRouter(path, flags, io);
  const service = await io.service();
  const graph = service.graph(analysis, format, focus);
  if (focus !== undefined && graph.nodes.length === 0) {
    const { nodes } = service.graph(analysis, "json");
    throw new UsageError(`nothing in the graph is called "${focus}". ${namesIn(nodes)}`);
  }
  if (graph.nodes.length === 0) io.err.write("No tunnel, route or rule to draw in this file.\n");
  const text = format === "json" ? graphJson(graph, io.cwd) : graph.text;
  io.out.write(withoutSecrets(text, members));
}

const FOCUSABLE = new Set(["tunnel", "interface", "table", "list", "addresses", "mark"]);
const MOST_NAMES = 12;

function namesIn(nodes: readonly GraphNode[]): string {
  const names = nodes.filter(({ kind }) => FOCUSABLE.has(kind)).map(({ label }) => label);
  const shown = [...new Set(names)];
  if (shown.length === 0) return "The graph of this file is empty.";
  const more = shown.length > MOST_NAMES ? " …" : "";
  return `There are ${shown.slice(0, MOST_NAMES).join(", ")}${more}`;
}

/** Documented in docs/graph.md. Lines and columns from 1. */
function graphJson({ nodes, edges }: ConfigurationGraph, cwd: string): string {
  const written = nodes.map(({ at, file, ...node }) => ({
    ...node,
    ...(at === undefined || file === undefined ? {} : { at: placeRecord({ file, ...at }, cwd) }),
  }));
  return `${JSON.stringify({ version: 1, nodes: written, edges }, undefined, 2)}\n`;
}
