import type { PathDifference } from "../traffic/compare-paths.ts";
import { parseIpAddress } from "../values/ip.ts";
import { containsAddress, parseAddressSet } from "../values/prefix-set.ts";
import type { ExpectedChange, Plan } from "./plan.ts";

/** Why the plan means a difference to be; undefined when it does not. */
export function explain(plan: Plan, difference: PathDifference): string | undefined {
  const meant = plan.expected?.find((change) => fits(change, difference))?.reason;
  const wasOpen = difference.kind === "undecided" && difference.before.end.verdict === "unknown";
  return meant ?? (wasOpen ? "could not be decided before either" : undefined);
}

function fits(change: ExpectedChange, { flow, kind, before, after }: PathDifference): boolean {
  if (change.from !== undefined && !isWithin(flow.src, change.from)) return false;
  const opens = before.end.verdict === "dropped" && after.end.verdict !== "dropped";
  switch (change.about) {
    case "local":
      return after.end.verdict === "delivered" && before.end.verdict !== "dropped";
    case "fasttrack":
      return kind === "fasttrack";
    case "translation":
      return kind === "translation" && (change.address === undefined || isWithin(flow.dst, change.address));
    case "endpoint":
    case "tunnel-address":
      return isWithin(flow.dst, change.address) || isWithin(flow.src, change.address);
    case "router":
      return flow.isFromRouter === true;
    case "source":
      return isWithin(flow.src, change.address) && (change.isOpening === true || !opens);
    case "undecided":
      return (
        kind === "undecided" && (isWithin(flow.dst, change.address) || isWithin(flow.src, change.address))
      );
    case "destination":
      return isWithin(flow.dst, change.address) && (change.isOpening === true || !opens);
    default:
      return change.about satisfies never;
  }
}

function isWithin(text: string | undefined, place: string | undefined): boolean {
  const address = parseIpAddress(text ?? "");
  const set = parseAddressSet(place ?? "");
  return address !== undefined && set !== undefined && containsAddress(set, address);
}
