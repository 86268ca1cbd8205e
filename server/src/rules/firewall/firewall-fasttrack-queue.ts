import type { Item, Model } from "../../model/model.ts";
import { plainFasttracks } from "../facts/fasttrack.ts";
import { isSet } from "../facts/is-set.ts";
import { label } from "../facts/label.ts";
import { profileOf } from "../facts/ppp-users.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule } from "../rule.ts";

/** Manual, Connection tracking: fasttracked packets skip simple queues and queue trees with parent=global. */
export const firewallFasttrackQueue = defineRule({
  id: "firewall-fasttrack-queue",
  group: "firewall",
  title: "Fasttrack takes packets past queues",
  severity: "warning",
  why: "Fasttracked packets skip simple queues and queue trees under global, so the limits hold only for the first packets of a connection.",
  advice: "Accept established traffic of the limited hosts ahead of the fasttrack rule.",
  references: ["Manual: Connection tracking", "Manual: Packet Flow in RouterOS", "Manual: Queues"],
  presets: ["recommended", "strict"],
  bad: "/ip firewall filter\nadd action=fasttrack-connection chain=forward connection-state=established,related\n/queue simple\nadd max-limit=10M/10M name=guests target=192.168.88.0/24\n",
  good: "/ip firewall filter\nadd action=fasttrack-connection chain=forward connection-mark=no-mark connection-state=established,related\n/queue simple\nadd max-limit=10M/10M name=guests target=192.168.88.0/24\n",
  fixes: { disable: "suggestion" },
  on: "model",
  check(model) {
    const queues = skippedQueues(model);
    const [first] = queues;
    if (first === undefined) return undefined;
    return plainFasttracks(model).map((rule) => ({
      at: { item: rule, property: "action" },
      item: rule,
      message: `Rule ${label(rule)} fasttracks packets past ${queues.length === 1 ? nameOf(first) : `${queues.length} queues`}.`,
      related: queues.slice(0, 10).map((queue) => ({
        at: { item: queue, property: "rate-limit" },
        message:
          queue.menu === PROFILES ? "its sessions have a queue that is skipped" : "queue that is skipped",
      })),
      fixes: [
        {
          id: "disable",
          title: "Disable fasttrack, at the cost of processor time",
          changes: [{ kind: "set" as const, item: rule, properties: { disabled: "yes" } }],
        },
      ],
    }));
  },
});

/** Queues that limit something; a simple queue without limits only counts. */
function skippedQueues(model: Model): readonly Item[] {
  const isOn = (queue: Item) => queue.isDisabled === false && queue.isCertain;
  const limits = ["max-limit", "limit-at", "total-max-limit", "queue"];
  return [
    ...model
      .items("/queue/simple")
      .filter((queue) => isOn(queue) && limits.some((name) => queue.property(name) !== undefined)),
    ...model.items("/queue/tree").filter((queue) => isOn(queue) && queue.text("parent") === "global"),
    ...limitingProfiles(model),
  ];
}

const PROFILES = "/ppp/profile";

function nameOf(queue: Item): string {
  return queue.menu === PROFILES
    ? `the queues that profile ${label(queue)} gives its sessions`
    : `the queue ${label(queue)}`;
}

/**
 * `rate-limit` makes a simple queue for each session (manual: PPP AAA). Of tunnels, PPPoE and L2TP take the fast
 * path (manual: Packet Flow in RouterOS); through the others nothing is fasttracked.
 */
function limitingProfiles(model: Model): readonly Item[] {
  const isOn = (item: Item) => isEnabledServer(item) && item.isCertain;
  const kinds = ["pppoe", "l2tp"].filter((kind) => serversOf(model, kind).some(isOn));
  if (kinds.length === 0) return [];
  const accounts = model
    .items("/ppp/secret")
    .filter((one) => one.isDisabled === false && ["any", ...kinds].includes(one.text("service") ?? "any"));
  const users = [...kinds.flatMap((kind) => serversOf(model, kind).filter(isOn)), ...accounts];
  const profiles = new Set(users.flatMap((one) => profileOf(model, one) ?? []));
  return [...profiles].filter((profile) => profile.isCertain && isSet(profile, "rate-limit"));
}

function serversOf(model: Model, kind: string): readonly Item[] {
  return model.items(`/interface/${kind}-server/server`);
}
