import type { Model, Reference } from "../../model/model.ts";
import { renamedHardware } from "../../model/renamed-hardware.ts";
import { guesses, renameUse } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { aNamespaceWord, namespaceWord } from "../facts/namespace-words.ts";
import { declaresTables, isTableUse, isWayOut } from "../facts/routing.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Namespaces whose objects an export does not hold, or that other things than the file bring into being. */
const NOT_IN_EXPORTS = ["certificate", "script", "snmp-community", "switch", "um-user", "vpls", "apn"];

export const undefinedReference = defineRule({
  id: "undefined-reference",
  group: "model",
  title: "Name of something that is not there",
  severity: "warning",
  why: "The whole export holds no object of this name, so the import stops here or the setting has no effect.",
  advice: "Correct the name, or add the object.",
  references: ["Manual: Configuration Management"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport("7.16.2", "/ip dhcp-server", "add address-pool=dchp interface=lan name=dhcp1"),
  good: wholeExport(
    "7.16.2",
    "/ip pool",
    "add name=dhcp ranges=192.168.88.10-192.168.88.99",
    "/ip dhcp-server",
    "add address-pool=dhcp interface=lan name=dhcp1",
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: "reference",
  ignoresTargets: true,
  check(reference, { model }) {
    const { namespace, name, item, target } = reference;
    if (reference.strength === "weak" || !reference.command.isCertain) return undefined;
    if (isLeftOver(reference, model)) return leftOver(reference);
    if (target.kind !== "missing" || NOT_IN_EXPORTS.includes(namespace)) return undefined;
    // A rule of its own speaks of gateways: route-gateway-missing-interface.
    if (isWayOut(reference)) return undefined;
    // So does one of tables, once for all uses of a name: mark-no-table.
    if (declaresTables(model) === true && isTableUse(reference)) return undefined;
    const now = namespace === "iface" ? model.derive(renamedHardware).get(name) : undefined;
    const guess = now ?? model.derive(guesses)(name, model.names(namespace));
    const hint =
      now !== undefined
        ? `: it is called \`${now}\`.`
        : guess === undefined
          ? "."
          : `; did you mean \`${guess}\`?`;
    return {
      at: { reference },
      ...(item === undefined ? {} : { item }),
      severity: item?.isDisabled === true ? "info" : "warning",
      message: `There is no ${namespaceWord(namespace)} \`${name}\` in this export${hint}`,
      fixes: guess === undefined ? [] : [renameUse(reference, guess)],
    };
  },
});

/**
 * `interface=*17` in an export: the object is gone, and its number is all that is left of it. `certificate=*0` is
 * how verbose exports write none, and `*FFFFFFFE` and its like are the router's own objects.
 */
function isLeftOver({ name, property }: Reference, model: Model): boolean {
  return property !== "numbers" && LEFT_OVER.test(name) && model.source.kind === "full";
}

const LEFT_OVER = /^\*(?!0$|F{7}[0-9A-F]$)[0-9A-F]+$/i;

function leftOver(reference: Reference): Finding {
  const { item, namespace, name, property } = reference;
  return {
    at: { reference },
    ...(item === undefined ? {} : { item }),
    severity: item?.isDisabled === true ? "info" : "warning",
    message: `\`${property}=${name}\` is all that is left of ${aNamespaceWord(namespace)} that is gone.`,
  };
}
