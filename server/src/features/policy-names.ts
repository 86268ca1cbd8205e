import type { Model } from "../model/model.ts";
import type { SitePolicy } from "../model/site-policy.ts";
import { nearest } from "../schema/nearest.ts";
import type { Analysis } from "./analysis.ts";

/** What one router has of the names in the site policy. */
export interface PolicyNames {
  /** Only a whole export tells that a name is not there. */
  readonly isWhole: boolean;
  readonly asked: readonly PolicyName[];
  readonly missing: readonly PolicyName[];
  /** Interfaces and lists that the files speak of. */
  readonly known: readonly string[];
}

interface PolicyName {
  readonly property: Property;
  readonly name: string;
}

type Property = "wanInterfaces" | "wanLists" | "lanInterfaces" | "lanLists";
/** Together they say where the side is. */
const SIDES: readonly (readonly Property[])[] = [
  ["wanInterfaces", "wanLists"],
  ["lanInterfaces", "lanLists"],
];

export function policyNames({ model, traffic, settings }: Analysis): PolicyNames {
  const asked = namesIn(settings.config?.policy ?? {});
  const { interfaces } = traffic.network;
  const lists = model.items("/interface/list").flatMap(({ name }) => name ?? []);
  const isThere = ({ property, name }: PolicyName) =>
    // A port that nothing is said of is in no export.
    property.endsWith("Lists") ? lists.includes(name) : interfaces.kind(name) !== undefined;
  return {
    isWhole: model.source.kind === "full" && model.absenceMeansDefault("/interface/list"),
    asked,
    missing: asked.filter((one) => !isThere(one) && !isMentioned(model, one.name)),
    known: [...lists, ...interfaces.names],
  };
}

function namesIn(policy: SitePolicy): readonly PolicyName[] {
  return SIDES.flat().flatMap((property) => (policy[property] ?? []).map((name) => ({ property, name })));
}

/** A name that is used may be one that a package or a script gives. */
function isMentioned({ references }: Model, wanted: string): boolean {
  return references.some(({ name }) => name === wanted);
}

/**
 * Sentences about names of the policy that none of the routers has. One router alone may be one of several that the
 * policy is for: then all names of a side have to be missing.
 */
export function deadPolicyNames(routers: readonly PolicyNames[]): readonly string[] {
  const whole = routers.filter(({ isWhole }) => isWhole);
  const [first] = whole;
  if (first === undefined) return [];
  const lacks = ({ missing }: PolicyNames, one: PolicyName) =>
    missing.some(({ property, name }) => property === one.property && name === one.name);
  const dead = first.missing.filter((one) => routers.every((router) => lacks(router, one)));
  const known = [...new Set(routers.flatMap((router) => router.known))];
  return dead
    .filter((one) => whole.length > 1 || isSideDead(one, first, dead))
    .map((one) => {
      const guess = nearest(one.name, known);
      const whose = whole.length === 1 ? "the router" : `none of the ${whole.length} routers`;
      const has = whole.length === 1 ? "does not have" : "has";
      return `policy.${one.property} names \`${one.name}\`, which ${whose} ${has}, so it does not tell where ${sideWords(one)} is${guess === undefined ? "" : `; did you mean \`${guess}\`?`}`;
    });
}

function isSideDead({ property }: PolicyName, { asked }: PolicyNames, dead: readonly PolicyName[]): boolean {
  const side = SIDES.find((properties) => properties.includes(property)) ?? [];
  const count = (names: readonly PolicyName[]) => names.filter((one) => side.includes(one.property)).length;
  return count(asked) === count(dead);
}

function sideWords({ property }: PolicyName): string {
  return property.startsWith("wan") ? "the internet side" : "the inside";
}
