import type { PlanDraft } from "../draft.ts";

/** Hosts in this list use the new tunnel before all others do. */
export const TEST_LIST = "vpn-test";

/** Devices that move over first, one at a time: they go into the list for the time of the change. */
export function moveDevices(draft: PlanDraft): void {
  const device = draft.option({
    name: "device",
    kind: "addresses",
    description: "Addresses of devices that move over first; the others follow when it works.",
  });
  if (device === undefined) return;
  draft.step({
    title: `\`${device}\` moves over`,
    reason: "One device at a time; the others follow when it works.",
    stage: "parallel",
    changes: [],
    script: device.split(",").map((address) => ({
      kind: "change",
      change: {
        kind: "add",
        menu: "/ip/firewall/address-list",
        properties: { address: address.trim(), comment: TEST_LIST, list: TEST_LIST },
      },
      isTemporary: true,
    })),
  });
}
