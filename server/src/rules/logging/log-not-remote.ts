import { wholeExport } from "../facts/example.ts";
import { remoteRules } from "../facts/logging.ts";
import { defineRule } from "../rule.ts";

export const logNotRemote = defineRule({
  id: "log-not-remote",
  group: "logging",
  title: "Log kept on the router only",
  severity: "warning",
  why: "The log in memory is gone after a restart, and who breaks into the router can clear it.",
  advice: "Send the log to a log server.",
  references: ["Manual: Log", "PCI DSS 10.3.3"],
  compliance: ["L"],
  cwe: [778],
  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport(
    "7.16.2",
    "/system logging action",
    "set 3 remote=192.168.88.9",
    "/system logging",
    "add action=remote topics=info",
  ),
  fixes: { send: "needs-input" },
  on: "model",
  onAbsence: true,
  check(model) {
    const [rules, actions] = ["/system/logging", "/system/logging/action"];
    if (rules === undefined || actions === undefined) return undefined;
    if (!model.absenceMeansDefault(rules) || !model.absenceMeansDefault(actions)) return undefined;
    if (remoteRules(model).length > 0) return undefined;
    const written = model.items(rules).filter((rule) => rule.isDisabled !== true);
    const [first] = written.length > 0 ? written : model.items(rules);
    if (first === undefined) return undefined;
    const name = model.items(actions).some((action) => action.name === "logserver")
      ? "logserver2"
      : "logserver";
    // The built-in action is there, but points nowhere.
    const nowhere = written.find((rule) => rule.text("action") === "remote");
    return {
      at: nowhere === undefined ? { item: first } : { item: nowhere, property: "action" },
      item: nowhere ?? first,
      severity: "warning",
      message: `No rule of \`/system logging\` sends anything to a log server${nowhere === undefined ? "" : ": the action `remote` has no address"}.`,
      fixes: [
        {
          id: "send",
          title: "Send the log to a server",
          changes: [
            { kind: "add", menu: actions, properties: { name, remote: "<LOG-SERVER>", target: "remote" } },
            ...["critical", "error", "warning", "info"].map((topics) => ({
              kind: "add" as const,
              menu: rules,
              properties: { action: name, topics },
            })),
          ],
          inputs: [
            { name: "log-server", description: "The address of the server that takes syslog messages." },
          ],
        },
      ],
    };
  },
});
