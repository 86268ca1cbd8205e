import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { isVersion } from "../router-version.ts";
import { connectionMarks, uniqueName } from "./name.ts";
import { chainsReached, isDefaultRoute, type Steering } from "./steering.ts";
import { moveDevices, TEST_LIST } from "./test-devices.ts";

/** The first rule that marks hosts behind the router, where a trial can stand before it. */
function firstTried(model: Model, steering: Steering): Item | undefined {
  const hostsPass = chainsReached(model, "/ip/firewall/mangle", ["prerouting"]);
  const marks = steering.marks.filter(
    (rule) => rule.isDisabled === false && rule.menu === "/ip/firewall/mangle",
  );
  // Only the router's own packets pass output.
  const first = marks.find((rule) => hostsPass.has(rule.text("chain") ?? "prerouting"));
  const hasRoute = steering.routes.some((item) => item.menu === "/ip/route" && isDefaultRoute(item));
  return hasRoute && isVersion(model, ">=7") !== false ? first : undefined;
}

/** Whether single hosts can be sent through the new tunnel before all others. */
export function hasTestPath(model: Model, steering: Steering): boolean {
  return firstTried(model, steering) !== undefined;
}

/**
 * A table and rules that send single hosts through the new tunnel while all others still use the old one. They
 * exist in the scripts only: cutover makes them needless, decommission removes them.
 */
export function addTestPath(draft: PlanDraft, steering: Steering, interfaceName: string): void {
  const { model } = draft.context;
  const first = firstTried(model, steering);
  if (first === undefined) return;
  const marks = connectionMarks(model);
  const table = uniqueName(
    `${first.text("new-routing-mark") ?? "vpn"}-new`,
    (name) => model.names("routing-table").includes(name) || marks.has(`${name}-conn`),
  );
  const place = { before: first };
  const match = {
    chain: first.text("chain") ?? "prerouting",
    "dst-address-type": "!local",
    "src-address-list": TEST_LIST,
  };
  const adds = [
    { menu: "/routing/table", properties: { fib: true, name: table } },
    {
      menu: "/ip/route",
      properties: {
        comment: `${table}: test of ${interfaceName}`,
        "dst-address": "0.0.0.0/0",
        gateway: interfaceName,
        "routing-table": table,
      },
    },
    {
      menu: first.menu,
      properties: {
        ...match,
        action: "mark-connection",
        comment: TEST_LIST,
        "connection-mark": "no-mark",
        "new-connection-mark": `${table}-conn`,
        passthrough: "yes",
      },
      place,
    },
    {
      menu: first.menu,
      properties: {
        ...match,
        action: "mark-routing",
        comment: TEST_LIST,
        "new-routing-mark": table,
        passthrough: "no",
      },
      place,
    },
  ] as const;
  draft.step({
    title: `Hosts in the list \`${TEST_LIST}\` already use \`${interfaceName}\``,
    reason: "So the new tunnel can be tried with one device, then moved over device by device.",
    stage: "parallel",
    changes: [],
    script: adds.map((add) => ({ kind: "change", change: { kind: "add", ...add }, isTemporary: true })),
  });
  moveDevices(draft);
}
