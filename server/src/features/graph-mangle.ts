import type { Item } from "../model/model.ts";
import { type GraphDraft, idOf, shortList } from "./graph-draft.ts";
import { addSources, matcherWords, SIDES, tableNode } from "./graph-sources.ts";
import { markNode } from "./graph-tunnels.ts";

/** Who is marked how. Rules that mark alike are one node: load balancing writes one rule a share. */
export function addMangle(draft: GraphDraft, rules: readonly Item[]): void {
  const groups = new Map<string, Item[]>();
  for (const rule of rules) {
    if (!STEERS.test(rule.text("action") ?? "")) continue;
    const sides = SIDES.map((name) => rule.property(name)?.text ?? "");
    const key = [labelOf(rule), rule.isDisabled === true, matcherWords(rule), ...sides].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  const nodes = [...groups.values()].map((group) => ({
    chain: group[0]?.text("chain"),
    id: addGroup(draft, group),
  }));
  for (const rule of rules) {
    const inside = nodes.filter(({ chain }) => chain !== undefined && chain === rule.text("jump-target"));
    if (rule.text("action") === "jump" && inside.length > 0) addJump(draft, rule, inside);
  }
}

const STEERS = /^(?:mark-(?:connection|packet|routing)|route)$/;

function labelOf(rule: Item): string {
  const target = ["new-routing-mark", "new-connection-mark", "new-packet-mark", "route-dst"].find(
    (name) => rule.text(name) !== undefined,
  );
  return `${(rule.text("action") ?? "").replace("-", " ")} ${target === undefined ? "" : rule.text(target)}`.trim();
}

function addGroup(draft: GraphDraft, group: readonly Item[]): string | undefined {
  const [rule] = group;
  if (!rule) return undefined;
  const label = `${group.length > 1 ? `${group.length} × ` : ""}${labelOf(rule)}`;
  const detail = [matcherWords(rule), shares(group)].filter((part) => part !== "").join(" ");
  const id = draft.node(
    idOf("rule", rule),
    { label, kind: "rule", ...(detail === "" ? {} : { detail }) },
    rule,
  );
  addSources(draft, rule, id);
  const action = rule.text("action");
  const [routing, connection, packet] = ["routing", "connection", "packet"].map((kind) =>
    rule.text(`new-${kind}-mark`),
  );
  if (action === "mark-routing" && routing !== undefined) draft.edge(id, tableNode(draft, routing), "marks");
  if (action === "mark-connection" && connection !== undefined)
    draft.edge(id, markNode(draft, "connection", connection), "marks");
  if (action === "mark-packet" && packet !== undefined)
    draft.edge(id, markNode(draft, "packet", packet), "marks");
  return id;
}

/** `both-addresses:3/0` and `:3/1`: shares 0 and 1 of 3. */
function shares(group: readonly Item[]): string {
  const found = group.flatMap((rule) => {
    const match = /:(\d+)\/(\d+)$/.exec(rule.property("per-connection-classifier")?.text ?? "");
    return match ? [`${match[1]}/${match[2]}`] : [];
  });
  return found.length === 0 ? "" : `PCC ${shortList([...new Set(found)], 4)}`;
}

function addJump(
  draft: GraphDraft,
  rule: Item,
  inside: readonly { readonly chain: string | undefined; readonly id: string | undefined }[],
): void {
  const label = `jump to ${rule.text("jump-target")}`;
  const id = draft.node(idOf("rule", rule), { label, kind: "rule", detail: matcherWords(rule) }, rule);
  addSources(draft, rule, id);
  for (const { id: target } of inside) if (target !== undefined) draft.edge(id, target, "chain");
}
