import type { Item, Model } from "../../model/model.ts";
import { FIREWALL_MENUS } from "../../traffic/firewall-menus.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore, runsUnseen, UNLESS_IMPORTED } from "../facts/filled-elsewhere.ts";
import { label, listOf } from "../facts/label.ts";
import { RULES, routingMarks } from "../facts/routing.ts";
import { defineRule, type Finding } from "../rule.ts";

const KINDS = [
  {
    words: "connection mark",
    namespace: "mark-conn",
    property: "connection-mark",
    asking: askingBy("connection-mark"),
    menus: FIREWALL_MENUS,
  },
  {
    words: "packet mark",
    namespace: "mark-packet",
    property: "packet-mark",
    asking: askingBy("packet-mark"),
    menus: [...FIREWALL_MENUS, "/queue/tree"],
  },
  {
    words: "packet mark",
    namespace: "mark-packet",
    property: "packet-marks",
    asking: askingBy("packet-marks"),
    menus: ["/queue/simple"],
  },
] as const;

/** Gives an item that names a mark in the property. */
function askingBy(property: string): (item: Item) => readonly Item[] {
  return (item) => (namesIn(item, property).length > 0 ? [item] : []);
}

export const markNeverSet = defineRule({
  id: "mark-never-set",
  group: "routing",
  title: "Mark that nothing sets",
  severity: "warning",
  why: "No mangle rule gives packets this mark, so what asks for it never gets any.",
  advice: "Correct the mark's name, add the rule that sets it, or remove what asks for it.",
  references: ["Manual: Mangle", "Manual: Queues"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-packet chain=forward connection-mark=voice new-packet-mark=voice",
  ),
  good: wholeExport(
    "7.16.2",
    "/ip firewall mangle",
    "add action=mark-connection chain=forward dst-port=5060 new-connection-mark=voice protocol=udp",
    "add action=mark-packet chain=forward connection-mark=voice new-packet-mark=voice",
  ),
  on: "model",
  check(model) {
    const setters = ["/ip/firewall/mangle", "/ipv6/firewall/mangle"];
    if (model.source.kind !== "full" || !setters.every((menu) => model.absenceMeansDefault(menu)))
      return undefined;
    if (setters.some((menu) => mayHoldMore(model, menu))) return undefined;
    const isUnseen = runsUnseen(model);
    const judged = KINDS.flatMap(({ words, namespace, property, asking, menus }) => {
      const known = new Set([...model.names(namespace), "no-mark", ""]);
      const seen = new Set<string>();
      return menus
        .flatMap((menu) => model.gatherItems(menu, asking))
        .flatMap((item): Finding[] => judge(item, { words, property, known, seen, isUnseen }));
    });
    return [...judged, ...ofRoutingRules(model, isUnseen)];
  },
});

/** Tables are declared without a rule that marks, so not their names, but the marks that are set are what counts. */
function ofRoutingRules(model: Model, isUnseen: boolean): Finding[] {
  const asked = {
    words: "routing mark",
    property: "routing-mark",
    known: new Set([...routingMarks(model), "no-mark", ""]),
    seen: new Set<string>(),
    isUnseen,
  };
  return RULES.flatMap((menu) => model.gatherItems(menu, byRoutingMark)).flatMap((item) =>
    judge(item, asked),
  );
}

const byRoutingMark = askingBy("routing-mark");

interface Asked {
  readonly words: string;
  readonly property: string;
  readonly known: ReadonlySet<string>;
  readonly seen: Set<string>;
  readonly isUnseen: boolean;
}

function judge(item: Item, { words, property, known, seen, isUnseen }: Asked): Finding[] {
  const names = namesIn(item, property);
  if (names.length === 0 || names.some((name) => known.has(name) || /[!=]/.test(name))) return [];
  const name = names.join(",");
  if (seen.has(name)) return [];
  seen.add(name);
  const guess = didYouMean(
    name,
    [...known].filter((one) => one !== "no-mark"),
  );
  const what = item.menu.startsWith("/queue/") ? "Queue" : "Rule";
  return [
    {
      at: { item, property },
      item,
      severity: isUnseen ? "info" : "warning",
      message: `${what} ${label(item)} asks for the ${words} \`${name}\`, which nothing sets${isUnseen ? UNLESS_IMPORTED : ""}${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
    },
  ];
}

function namesIn(item: Item, property: string): readonly string[] {
  return item.isDisabled === false && item.isCertain ? listOf(item.property(property)?.text) : [];
}
