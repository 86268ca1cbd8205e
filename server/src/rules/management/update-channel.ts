import type { Model } from "../../model/model.ts";
import { isVersion } from "../facts/version-gate.ts";
import { defineRule } from "../rule.ts";

/** Words of `channel` by the router's own syntax: development, long-term, stable, testing (7.9 to 7.24). */
const UNFINISHED = ["testing", "development", "release-candidate"];

export const updateChannel = defineRule({
  id: "update-channel",
  group: "management",
  title: "Updates from a channel of unfinished versions",
  severity: "info",
  why: "The next update brings a version that is still being tested, without the promise of fixes that a stable one has.",
  advice: "Use the channel stable, or long-term where it is offered.",
  references: ["Manual: Upgrading and installation"],
  presets: ["recommended", "strict"],
  bad: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/system package update\nset channel=testing\n",
  good: "# 2025-03-14 09:26:53 by RouterOS 7.16.2\n/system package update\nset channel=long-term\n",
  fixes: { stable: "suggestion" },
  on: ["/system/package/update"],
  check(item, { model }) {
    const channel = item.property("channel")?.text;
    if (channel === undefined || !UNFINISHED.includes(channel)) return undefined;
    const stable = stableWord(channel, model);
    return {
      at: { item, property: "channel" },
      item,
      message: `Updates come from the channel \`${channel}\`, whose versions are still being tested.`,
      fixes: [
        {
          id: "stable",
          title: `Use the channel ${stable}`,
          changes: [{ kind: "set", item, properties: { channel: stable } }],
        },
      ],
    };
  },
});

/** Until 6.43 the channels were bugfix, current and release-candidate. */
function stableWord(channel: string, model: Model): string {
  return channel === "release-candidate" || isVersion(model, "<6.43") === true ? "current" : "stable";
}
