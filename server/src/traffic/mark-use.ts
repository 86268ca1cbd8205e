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

export function createMarkUse(model: Model): MarkUse {
  const rules = TABLES.flatMap((menu) => model.items(menu).filter((item) => item.isDisabled !== true));
  const writers = rules.flatMap((item) => writerOf(item) ?? []);
  const weighty = new Set(rules.filter((item) => !writers.some((w) => w.item === item) && isSteering(item)));
  const read = new Set(
    model.items("/ip/ipsec/mode-config").map((m) => `connection ${m.text("connection-mark") ?? ""}`),
  );
  for (const item of weighty) addReads(item, read);
  for (let changed = true; changed; ) {
    changed = false;
    for (const writer of writers) {
      if (weighty.has(writer.item) || !matters(writer, read)) continue;
      weighty.add(writer.item);
      addReads(writer.item, read);
      changed = true;
    }
  }
  return (rule) => weighty.has(rule);
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
