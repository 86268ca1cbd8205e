import type { Item } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import type { Steering } from "./steering.ts";

/** More would make a line that nobody reads. */
const MOST = 40;

/** Connections that are open keep their old way; those of the steered hosts are cut, so that they start anew. */
export function cutOldConnections(draft: PlanDraft, { marks }: Steering): void {
  const hosts = [...new Set(marks.flatMap((rule) => hostsOf(draft, rule)))];
  if (hosts.length === 0 || hosts.length > MOST) return;
  draft.step({
    title: "Open connections start anew",
    reason: "Connections that are open would stay on the old tunnel.",
    stage: "cutover",
    changes: [],
    script: [
      {
        kind: "command",
        text: `/ip firewall connection remove [find where src-address~"^(${hosts.join("|")})(:|\\$)"]`,
        comment: "Only those of the hosts that use the tunnel",
      },
    ],
  });
}

function hostsOf({ context }: PlanDraft, rule: Item): readonly string[] {
  if (rule.isDisabled !== false) return [];
  const list = rule.property("src-address-list")?.text;
  const rows = context.model.items("/ip/firewall/address-list").filter((item) => item.text("list") === list);
  const texts = [
    rule.property("src-address")?.text,
    ...(list === undefined ? [] : rows.map((item) => item.text("address"))),
  ];
  return texts.flatMap((text) => (text !== undefined && /^\d+(?:\.\d+){3}$/.test(text) ? [text] : []));
}
