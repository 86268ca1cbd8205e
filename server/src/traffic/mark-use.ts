import type { Keep } from "../model/keep.ts";
import type { Item, Model } from "../model/model.ts";

/**
 * Whether a mark rule can change where a packet goes. Marks that only queues read (traffic shaping) cannot; leaving
 * those undecided rules out keeps the number of possible ways small.
 */
export type MarkUse = (rule: Item) => boolean;

type MarkKind = "connection" | "packet";

interface Writer {
  readonly item: Item;
  readonly kind: MarkKind;
  readonly name: string | undefined;
}

const TABLES = ["filter", "nat", "mangle", "raw"].flatMap((table) => [
  `/ip/firewall/${table}`,
  `/ipv6/firewall/${table}`,
]);

export function createMarkUse(model: Model, keep: Keep): MarkUse {
  const idle = keep.one<ReadonlySet<Item>>((earlier) => {
    const now = idleRules(model);
    const isSame = earlier?.size === now.size && [...now].every((item) => earlier.has(item));
    return isSame ? earlier : now;
  });
  return (rule) => rule.isDisabled !== true && !idle().has(rule);
}

/** Enabled rules without weight. */
function idleRules(model: Model): Set<Item> {
  const idle = new Set<Item>();
  const read = new Set(
    model.items("/ip/ipsec/mode-config").map((m) => `connection ${m.text("connection-mark") ?? ""}`),
  );
  let writers: Writer[] = [];
  for (const item of TABLES.flatMap((menu) => model.items(menu))) {
    if (item.isDisabled === true) continue;
    const writer = writerOf(item);
    if (writer !== undefined) writers.push(writer);
    else if (isSteering(item)) addReads(item, read);
    else idle.add(item);
  }
  for (let count = -1; count !== writers.length; ) {
    count = writers.length;
    writers = writers.filter((writer) => {
      if (!matters(writer, read)) return true;
      addReads(writer.item, read);
      return false;
    });
  }
  for (const { item } of writers) idle.add(item);
  return idle;
}

function writerOf(item: Item): Writer | undefined {
  const action = item.text("action");
  if (item.text("passthrough") === "no") return undefined;
  if (action === "mark-connection")
    return { item, kind: "connection", name: item.text("new-connection-mark") };
  return action === "mark-packet" ? { item, kind: "packet", name: item.text("new-packet-mark") } : undefined;
}

function isSteering(item: Item): boolean {
  return !/^(log|passthrough|change-|set-priority|sniff-|clear-|strip-)/.test(
    item.text("action") ?? "accept",
  );
}

/** Notes the marks a rule looks at: "connection vpn", or "connection *" for `no-mark` and negations. */
function addReads(item: Item, read: Set<string>): void {
  for (const kind of ["connection", "packet"] as const) {
    const value = item.value(`${kind}-mark`);
    if (value.from === "unknown") continue;
    const isOpen = value.text === undefined || value.text === "no-mark" || value.text.startsWith("!");
    read.add(isOpen ? `${kind} *` : `${kind} ${value.text}`);
  }
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
