import type { PlanDraft } from "../draft.ts";
import { given } from "./properties.ts";

/** `add-default-route=yes` brought a route that stands nowhere in the file; the new interface needs a written one. */
export function replaceDefaultRoute(draft: PlanDraft, interfaceName: string): void {
  const { item } = draft.tunnel;
  if (item.text("add-default-route") !== "yes") return;
  const distance = item.text("default-route-distance") ?? "1";
  const add = {
    kind: "add",
    menu: "/ip/route",
    properties: given({
      disabled: draft.tunnel.isDisabled ? "yes" : undefined,
      distance,
      "dst-address": "0.0.0.0/0",
      gateway: interfaceName,
    }),
  } as const;
  dropOldDefaultRoute(draft);
  draft.step({
    title: `Default route through \`${interfaceName}\``,
    reason: `The old client made it by \`add-default-route=yes\` with distance ${distance}.`,
    stage: "cutover",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
  warnOfRivals(draft, distance);
}

/** Two default routes of one distance share the traffic, so the old client gives its own up before the new one comes. */
export function dropOldDefaultRoute({ tunnel, step }: PlanDraft): void {
  if (tunnel.isDisabled || tunnel.item.text("add-default-route") !== "yes") return;
  const change = { kind: "set", item: tunnel.item, properties: { "add-default-route": "no" } } as const;
  step({
    title: `\`${tunnel.name}\` without its default route`,
    reason: "Else both tunnels would share the traffic while the old one is still up.",
    stage: "cutover",
    changes: [],
    script: [{ kind: "change", change }],
  });
}

function warnOfRivals(draft: PlanDraft, distance: string): void {
  const rivals = draft.context.model
    .items("/ip/dhcp-client")
    .filter((client) => client.isDisabled !== true && client.text("add-default-route") !== "no")
    .filter((client) => (client.text("default-route-distance") ?? "1") === distance);
  for (const rival of rivals)
    draft.warn(
      `The DHCP client on \`${rival.text("interface") ?? ""}\` brings a default route of the same distance ${distance}; raise one of them, or both may be used.`,
      rival,
    );
}
