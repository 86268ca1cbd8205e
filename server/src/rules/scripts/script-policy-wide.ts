import type { BoundCommand, Item, Model } from "../../model/model.ts";
import { enumerate, label, listOf } from "../facts/label.ts";
import { scriptsOf } from "../facts/scripts.ts";
import { defineRule, type Finding } from "../rule.ts";

/** What a policy is needed for, for those that few scripts need (Manual: User, groups). */
const NEEDED: Readonly<Record<string, (command: BoundCommand) => boolean>> = {
  password: ({ menu, command }) => command === "password" || menu.startsWith("/user"),
  romon: ({ menu }) => menu.startsWith("/tool/romon"),
  sniff: ({ menu, command }) =>
    menu.startsWith("/tool/sniffer") || command === "sniffer" || command === "torch",
  reboot: ({ menu, command }) =>
    ["reboot", "shutdown", "reset-configuration"].includes(command ?? "") ||
    /^\/system\/(?:package|routerboard|backup|upgrade)/.test(menu),
};

/** Commands that run other code, whose needs are not known. */
const OPAQUE = ["run", "execute", "parse", "import", "ssh-exec"];

export const scriptPolicyWide = defineRule({
  id: "script-policy-wide",
  group: "scripts",
  title: "Script with more rights than it uses",
  severity: "info",
  why: "What a script may do, everyone may do who can change it or who finds a way to make it do something else.",
  advice: "Leave out the policies it does not use.",
  references: ["Manual: Scripting", "Manual: User"],
  compliance: ["M"],
  cwe: [250],
  presets: ["strict"],
  bad: '/system script\nadd name=note policy=read,write,password,sniff source="/log info daily"\n',
  good: '/system script\nadd name=note policy=read,write source="/log info daily"\nadd name=all policy=read,write,password source="/system script run note"\n',
  fixes: { narrow: "suggestion" },
  on: "model",
  check(model) {
    return model.derive(scriptsOf).flatMap(({ holder, property, commands }) => {
      const item = holder === undefined ? undefined : model.itemOf(holder);
      if (item === undefined || !["source", "on-event"].includes(property ?? "")) return [];
      return judge(item, commands, model);
    });
  },
});

function judge(item: Item, commands: readonly BoundCommand[], model: Model): Finding[] {
  // The router's own scripts, as that of the mode button, come with all rights and are made anew.
  if (item.property("owner")?.text === "*sys") return [];
  const policy = listOf(item.property("policy")?.text);
  if (policy.length === 0 || commands.some((command) => isOpaque(command, model))) return [];
  const idle = policy.filter(
    (word) => NEEDED[word] !== undefined && !commands.some((command) => NEEDED[word]?.(command)),
  );
  const left = policy.filter((word) => !idle.includes(word));
  if (idle.length === 0 || left.length === 0) return [];
  return [
    {
      at: { item, property: "policy" },
      item,
      message: `${label(item)} has the ${idle.length === 1 ? "policy" : "policies"} ${enumerate(idle)}, which nothing in it uses.`,
      fixes: [
        {
          id: "narrow",
          title: `Leave out ${idle.join(", ")}`,
          changes: [{ kind: "set", item, properties: { policy: left.join(",") } }],
        },
      ],
    },
  ];
}

/** Calls of functions, other scripts, and what could not be read. */
function isOpaque(command: BoundCommand, model: Model): boolean {
  if (command.problem !== undefined || OPAQUE.includes(command.command ?? "")) return true;
  if (command.command === undefined) return command.node.args.some(({ value }) => value?.kind === "variable");
  return model.schema.command(command.menu, command.command).kind !== "known";
}
