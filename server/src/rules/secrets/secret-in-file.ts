import {
  describeSecret,
  placeOf,
  REDACTED,
  REDACTED_INPUT,
  writtenSecrets,
} from "../facts/written-secrets.ts";
import { defineRule } from "../rule.ts";

/** The properties are those of the manual's list of menus with sensitive parameters. */
export const secretInFile = defineRule({
  id: "secret-in-file",
  group: "secrets",
  title: "Secret in clear",
  severity: "error",
  why: "Whoever gets this file, from a repository, a ticket or a mail, has the password or key in it.",
  advice: "Take the secret out of the file and, if others could read it, change it on the router.",
  references: ["Manual: List of menus with sensitive parameters", "Manual: Configuration Management"],
  compliance: ["K"],
  cwe: [312, 798],
  presets: ["recommended", "strict"],
  saidBy: ["wireguard-private-key-in-file"],
  bad: "/ppp secret\nadd name=anna password=k8Zq2Wd9 service=ovpn\n",
  good: '/ppp secret\nadd name=anna password="<PASSWORD>" service=ovpn\nadd name=ben password=xxxxxxxx service=ovpn\nadd name=carl password=$pw\n',
  fixes: { redact: "needs-input" },
  on: "model",
  check(model) {
    return writtenSecrets(model)
      .filter((secret) => !secret.isEmbedded)
      .map((secret) => {
        const at = placeOf(secret);
        return {
          at,
          ...(secret.item && { item: secret.item }),
          // A disabled object's secret is as public as any other.
          severity: "error" as const,
          message: `The ${describeSecret(secret)} stands here in clear.`,
          fixes: [
            {
              id: "redact",
              title: `Replace the ${secret.property} by ${REDACTED}`,
              changes: [
                { kind: "text" as const, file: at.file, edit: { range: at.range, newText: `"${REDACTED}"` } },
              ],
              inputs: [REDACTED_INPUT],
            },
          ],
        };
      });
  },
});
