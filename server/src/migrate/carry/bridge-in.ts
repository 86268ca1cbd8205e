import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { given } from "./properties.ts";

/** What a profile says of the bridge port that it makes, in the words of the port's own menu. */
const PORT_WORDS: Readonly<Record<string, string>> = {
  "bridge-horizon": "horizon",
  "bridge-path-cost": "path-cost",
  "bridge-port-priority": "priority",
  "bridge-port-vid": "pvid",
};

/** The interface joins the bridge of the profile at cutover; the profile did so at login. */
export function bridgeIn(draft: PlanDraft, interfaceName: string, profile: Item | undefined): void {
  const bridge = profile?.property("bridge")?.text;
  if (profile === undefined || bridge === undefined) return;
  const words = Object.entries(PORT_WORDS).map(
    ([from, to]) => [to, profile.property(from)?.text || undefined] as const,
  );
  const add = {
    kind: "add",
    menu: "/interface/bridge/port",
    properties: given({ ...Object.fromEntries(words), bridge, interface: interfaceName }),
  } as const;
  draft.step({
    title: `\`${interfaceName}\` into bridge \`${bridge}\``,
    reason: "The PPP profile put the old tunnel there.",
    stage: "cutover",
    changes: [add],
    script: [{ kind: "change", change: add }],
  });
}
