import type { Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import type { Finding } from "../rule.ts";
import { didYouMean } from "./did-you-mean.ts";
import { label, listOf } from "./label.ts";

/** A kind of mark that mangle rules set and others ask for. */
export interface MarkKind {
  readonly action: string;
  readonly property: string;
  readonly namespace: string;
  readonly words: string;
  readonly readers: (model: Model) => MarksRead;
}

export const CONNECTION_MARKS: MarkKind = {
  action: "mark-connection",
  property: "new-connection-mark",
  namespace: "mark-conn",
  words: "connection mark",
  readers: (model) => model.derive(connectionMarksRead),
};

export const PACKET_MARKS: MarkKind = {
  action: "mark-packet",
  property: "new-packet-mark",
  namespace: "mark-packet",
  words: "packet mark",
  readers: (model) => model.derive(packetMarksRead),
};

/** Undefined when `no-mark`, a negation or a computed value reads marks of any name. */
type MarksRead = ReadonlySet<string> | undefined;

/** What sets a mark of the kind that nothing in the whole export asks for. */
export function unreadMark(item: Item, kind: MarkKind, model: Model): UnreadMark | undefined {
  const mark = setMark(item, kind);
  if (mark === undefined || mark === "no-mark" || !item.isCertain) return undefined;
  if (!model.absenceMeansDefault(item.menu) || model.source.kind !== "full") return undefined;
  const read = kind.readers(model);
  if (read === undefined || read.has(mark)) return undefined;
  return {
    mark,
    misspelt: misspeltFor(mark, read, kind, model),
    standsFor: standsForOther(item, kind, read, model),
  };
}

export interface UnreadMark {
  readonly mark: string;
  /** A mark that is asked for and never set, and that most likely means this one. */
  readonly misspelt: string | undefined;
  /** It may be there to keep another mark, which is read, off some packets. */
  readonly standsFor: boolean;
}

export function unreadFinding(
  item: Item,
  kind: MarkKind,
  { mark, misspelt, standsFor }: UnreadMark,
): Finding {
  return {
    at: { item, property: kind.property },
    item,
    message: `Rule ${label(item)} sets the ${kind.words} \`${mark}\`, which nothing reads${misspelt === undefined ? "" : `; perhaps \`${misspelt}\`, which nothing sets, should be it`}.`,
    // What is misspelt is wanted, and so is what keeps another mark off.
    fixes:
      misspelt === undefined && !standsFor
        ? [{ id: "remove", title: "Remove the rule", changes: [{ kind: "remove", item }] }]
        : [],
  };
}

function setMark(item: Item, { action, property }: MarkKind): string | undefined {
  return item.isDisabled === false && item.text("action") === action ? item.text(property) : undefined;
}

function misspeltFor(
  mark: string,
  read: ReadonlySet<string>,
  { namespace }: MarkKind,
  model: Model,
): string | undefined {
  const known = model.names(namespace);
  return [...read].find((asked) => !known.includes(asked) && didYouMean(asked, known) === mark);
}

/** The last mark set is the one that counts, and none is set behind `passthrough=no`: so people leave packets out. */
function standsForOther(item: Item, kind: MarkKind, read: ReadonlySet<string>, model: Model): boolean {
  return model.items(item.menu).some((other) => {
    const mark = other === item ? undefined : setMark(other, kind);
    return mark !== undefined && read.has(mark);
  });
}

const PACKET_READERS = [
  "/interface/bridge/calea",
  "/interface/bridge/filter",
  "/interface/bridge/nat",
  "/ip/firewall/calea",
  "/queue/tree",
  ...FIREWALL_MENUS,
];

function connectionMarksRead(model: Model): MarksRead {
  return readIn(model, [
    {
      menus: ["/ip/firewall/calea", "/ip/ipsec/mode-config", ...FIREWALL_MENUS],
      property: "connection-mark",
    },
  ]);
}

function packetMarksRead(model: Model): MarksRead {
  return readIn(model, [
    { menus: PACKET_READERS, property: "packet-mark" },
    { menus: ["/queue/simple"], property: "packet-marks" },
  ]);
}

function readIn(
  model: Model,
  places: readonly { readonly menus: readonly string[]; readonly property: string }[],
): MarksRead {
  const read = new Set<string>();
  for (const { menus, property } of places) {
    for (const item of menus.flatMap((menu) => model.items(menu))) {
      const asked = item.property(property);
      if (asked === undefined || asked.isUnset) continue;
      if (asked.text === undefined) return undefined;
      for (const mark of listOf(asked.text)) {
        if (mark === "no-mark" || mark.startsWith("!")) return undefined;
        read.add(mark);
      }
    }
  }
  return read;
}
