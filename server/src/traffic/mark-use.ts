import { type Keep, type Readings, readItems } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";

/**
 * Whether a mark rule can change where a packet goes. Marks that only queues read (traffic shaping) cannot; leaving
 * those undecided rules out keeps the number of possible ways small.
 */
export type MarkUse = (rule: Item) => boolean;

type MarkKind = "connection" | "packet";

interface Writer extends Mark {
  readonly item: Item;
  readonly reads: readonly string[];
}

const TABLES = ["filter", "nat", "mangle", "raw"].flatMap((table) => [
  `/ip/firewall/${table}`,
  `/ipv6/firewall/${table}`,
]);

export function createMarkUse(model: Model, keep: Keep): () => MarkUse {
  const rules = keep.each((menu: string, earlier: Readings<Rule | undefined> | undefined) =>
    readItems(model.items(menu), readRule, earlier),
  );
  const idle = keep.one<ReadonlySet<Item>>((earlier) => {
    const now = idleRules(
      TABLES.flatMap((menu) => rules(menu).read),
      readByModes(model),
    );
    const isSame = earlier?.size === now.size && [...now].every((item) => earlier.has(item));
    return isSame ? earlier : now;
  });
  return keep.one(() => {
    const without = idle();
    return (rule) => rule.isDisabled !== true && !without.has(rule);
  });
}

/** An enabled rule. */
interface Rule {
  readonly item: Item;
  /** What it writes; undefined when it writes no mark. */
  readonly writes: Mark | undefined;
  readonly isSteering: boolean;
  /** The marks it looks at: "connection vpn", or "connection *" for `no-mark` and negations. */
  readonly reads: readonly string[];
}

interface Mark {
  readonly kind: MarkKind;
  readonly name: string | undefined;
}

function readRule(item: Item): Rule | undefined {
  if (item.isDisabled === true) return undefined;
  return { item, writes: writtenMark(item), isSteering: isSteering(item), reads: readMarks(item) };
}

function readByModes(model: Model): Set<string> {
  return new Set(
    model.items("/ip/ipsec/mode-config").map((m) => `connection ${m.text("connection-mark") ?? ""}`),
  );
}

/** Those without weight. */
function idleRules(rules: readonly (Rule | undefined)[], read: Set<string>): Set<Item> {
  const idle = new Set<Item>();
  let writers: Writer[] = [];
  for (const rule of rules) {
    if (rule === undefined) continue;
    const { item, writes, reads } = rule;
    if (writes !== undefined) writers.push({ item, reads, ...writes });
    else if (!rule.isSteering) idle.add(item);
    else for (const mark of reads) read.add(mark);
  }
  for (let count = -1; count !== writers.length; ) {
    count = writers.length;
    writers = writers.filter((writer) => {
      if (!matters(writer, read)) return true;
      for (const mark of writer.reads) read.add(mark);
      return false;
    });
  }
  for (const { item } of writers) idle.add(item);
  return idle;
}

function writtenMark(item: Item): Mark | undefined {
  const action = item.text("action");
  if (item.text("passthrough") === "no") return undefined;
  if (action === "mark-connection") return { kind: "connection", name: item.text("new-connection-mark") };
  return action === "mark-packet" ? { kind: "packet", name: item.text("new-packet-mark") } : undefined;
}

function isSteering(item: Item): boolean {
  return !/^(log|passthrough|change-|set-priority|sniff-|clear-|strip-)/.test(
    item.text("action") ?? "accept",
  );
}

function readMarks(item: Item): readonly string[] {
  return (["connection", "packet"] as const).flatMap((kind) => {
    const value = item.value(`${kind}-mark`);
    if (value.from === "unknown") return [];
    const isOpen = value.text === undefined || value.text === "no-mark" || value.text.startsWith("!");
    return [isOpen ? `${kind} *` : `${kind} ${value.text}`];
  });
}

/** Whether what it writes is read, or it may overwrite a mark that is. */
function matters(writer: Writer, read: ReadonlySet<string>): boolean {
  const { kind, name } = writer;
  if (name === undefined || read.has(`${kind} *`) || read.has(`${kind} ${name}`)) return true;
  const isAnyRead = [...read].some((entry) => entry.startsWith(`${kind} `));
  const own = writer.item.text(`${kind}-mark`);
  return (
    isAnyRead && own !== "no-mark" && (own === undefined || own.startsWith("!") || read.has(`${kind} ${own}`))
  );
}
