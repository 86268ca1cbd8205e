import { enumerate } from "../facts/label.ts";
import { exposedServices, isListening } from "../facts/services.ts";
import { isTold } from "../facts/told.ts";
import { defineRule } from "../rule.ts";

const CLEARTEXT = ["ftp", "www", "api"];

/** ftp, www and api are on by default in every version (verbose exports 6.43.8 to 7.17.2). */
export const serviceCleartext = defineRule({
  id: "service-cleartext",
  group: "management",
  title: "Administration in clear text",
  severity: "warning",
  why: "FTP, HTTP and the plain API send the administrator's password in a form that anyone on the path can read.",
  advice: "Disable them, or use www-ssl and api-ssl with a certificate.",
  references: ["Manual: Services", "Manual: Securing your router", "CVE-2025-10948"],
  compliance: ["M"],
  cwe: [319],
  presets: ["recommended", "strict"],
  bad: "/ip service\nset api disabled=no\n",
  good: "/ip service\nset ftp disabled=yes\nset www disabled=yes\nset api disabled=yes\n",
  fixes: { disable: "suggestion" },
  on: "model",
  check(model, context) {
    const services = model
      .items("/ip/service")
      .filter(
        (service) => CLEARTEXT.includes(service.name ?? "") && isListening(service) && isTold(model, service),
      );
    const exposed = exposedServices(CLEARTEXT, context);
    const first = services.find(({ command }) => command !== undefined) ?? services[0];
    if (first === undefined) return undefined;
    const names = services.map(({ name }) => name ?? "");
    const isOne = names.length === 1;
    const open = exposed[0];
    const toStrangers =
      open === undefined
        ? ""
        : `, and the internet reaches ${enumerate(exposed.map(({ service }) => service.name ?? ""))}${exposed.every(({ isByIpv6 }) => isByIpv6) ? " by IPv6" : ""} (${open.reach.reason})`;
    return {
      at: { item: first, property: "disabled" },
      item: first,
      severity: open === undefined ? "warning" : "error",
      message: `The ${isOne ? "service" : "services"} ${enumerate(names)} ${isOne ? "takes" : "take"} logins in clear text${toStrangers}.`,
      related: (open?.reach.by ?? []).map((rule) => ({
        at: { item: rule },
        message: "this rule lets it in",
      })),
      fixes: [
        {
          id: "disable",
          title: `Disable ${names.join(", ")}`,
          changes: services.map((item) => ({ kind: "set" as const, item, properties: { disabled: "yes" } })),
        },
      ],
    };
  },
});
