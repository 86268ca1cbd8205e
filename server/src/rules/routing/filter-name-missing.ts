import type { BoundCommand, Item, Model, Reference } from "../../model/model.ts";
import { guesses, renameUse } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore } from "../facts/filled-elsewhere.ts";
import { listOf } from "../facts/label.ts";
import { namespaceWord } from "../facts/namespace-words.ts";
import { defineRule } from "../rule.ts";

/** Where what a filter names is brought into being. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  "addr-list4": ["/ip/firewall/address-list"],
  "addr-list6": ["/ipv6/firewall/address-list"],
  "community-list": [
    "/routing/filter/community-list",
    "/routing/filter/community-ext-list",
    "/routing/filter/community-large-list",
  ],
  "filter-chain": ["/routing/filter/rule"],
  "filter-select": ["/routing/filter/select-rule"],
  "num-list": ["/routing/filter/num-list"],
};

const TEMPLATE = "/routing/bgp/template";

/** The chains that RouterOS 6 has by itself; an upgrade leaves their names in OSPF and RIP, without a rule. */
const OF_SIX = /^(?:ospf|rip|mme|bgp|connected|dynamic)-(?:in|out)$/;

export const filterNameMissing = defineRule({
  id: "filter-name-missing",
  group: "routing",
  title: "Routing filter that names what is not there",
  severity: "warning",
  why: "A chain without rules and a list without entries match nothing, and a route that no rule accepts is rejected, so the peer gets or gives other routes than were meant.",
  advice: "Correct the name, or add the chain's rules or the list's entries.",
  versions: ">=7.0",
  references: ["Manual: Route Selection and Filters", "Manual: BGP"],
  presets: ["recommended", "strict"],
  bad: wholeExport(
    "7.16.2",
    "/routing bgp connection",
    "add as=64500 local.role=ebgp name=transit output.filter-chain=out remote.address=192.0.2.1",
  ),
  good: wholeExport(
    "7.16.2",
    "/routing bgp connection",
    "add as=64500 local.role=ebgp name=transit output.filter-chain=out remote.address=192.0.2.1",
    "/routing filter rule",
    "add chain=out rule=accept",
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: "reference",
  of: Object.keys(HOMES),
  // Asked of the model below; to compare what the names of long address lists lead to costs time at each key.
  ignoresTargets: true,
  check(reference, { model }) {
    const { name, command, item, isDeclaration } = reference;
    if (!command.menu.startsWith("/routing/") || isDeclaration || item === undefined) return undefined;
    const namespaces = namespacesOf(reference);
    if (namespaces.some((namespace) => isThere(model, namespace, name))) return undefined;
    const guess = model.derive(guesses)(name, model.names(reference.namespace));
    if (guess === undefined && command.menu === TEMPLATE && !isInherited(model, item, reference.property))
      return undefined;
    // What a script or RADIUS adds has the name that it should have, and not nearly that of another.
    if (guess === undefined && namespaces.some((namespace) => mayBeAdded(model, namespace))) return undefined;
    const what = reference.namespace.startsWith("addr-list")
      ? "address list"
      : namespaceWord(reference.namespace);
    return {
      at: { reference },
      item,
      severity: item.isDisabled === true ? "info" : "warning",
      message: `\`${reference.property}\` names the ${what} \`${name}\`, ${isChain(reference) ? "which has no rule" : "which nothing fills"}${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes: guess === undefined ? [] : [renameUse(reference, guess)],
    };
  },
});

/** The template `default` comes with a list's name that nothing fills; it says nothing where no peer takes it from there. */
function isInherited(model: Model, template: Item, property: string): boolean {
  const connections = "/routing/bgp/connection";
  if (!model.absenceMeansDefault(connections)) return true;
  return model
    .items(connections)
    .filter(isLive)
    .filter((one) => {
      const from = one.property("templates") === undefined ? ["default"] : listOf(one.text("templates"));
      return from.includes(template.name ?? "");
    })
    .some((one) => one.property(property) === undefined);
}

/** A list of prefixes may be one of either family. */
function namespacesOf({ namespace }: Reference): readonly string[] {
  return namespace.startsWith("addr-list") ? ["addr-list4", "addr-list6"] : [namespace];
}

function isChain({ namespace }: Reference): boolean {
  return namespace.startsWith("filter-");
}

function isThere(model: Model, namespace: string, name: string): boolean {
  return (
    model.find(namespace, name).some(isLive) ||
    (namespace === "filter-chain" && OF_SIX.test(name)) ||
    (HOMES[namespace] ?? []).some((menu) => !model.absenceMeansDefault(menu))
  );
}

/** RADIUS fills address lists, but no chain. */
function mayBeAdded(model: Model, namespace: string): boolean {
  const homes = HOMES[namespace] ?? [];
  const added = model.gather(addedTo);
  return homes.some(
    (menu) => added.includes(menu) || (namespace.startsWith("addr-list") && mayHoldMore(model, menu)),
  );
}

/** An imported file may hold anything. */
function addedTo({ command, menu, isCertain, embeddedIn }: BoundCommand): readonly string[] {
  if (command === "import") return Object.values(HOMES).flat();
  return command === "add" && (!isCertain || embeddedIn !== undefined) ? [menu] : [];
}

function isLive(item: Item): boolean {
  return item.isDisabled !== true;
}
