import { secretsInScripts } from "../facts/script-secrets.ts";
import {
  describeSecret,
  placeOf,
  REDACTED,
  REDACTED_INPUT,
  writtenSecrets,
} from "../facts/written-secrets.ts";
import { defineRule, type Finding, type FindingPlace } from "../rule.ts";

/** Exports hide passwords in properties, but never what stands inside a script. */
export const secretInScript = defineRule({
  id: "secret-in-script",
  group: "secrets",
  title: "Secret in a script",
  severity: "error",
  why: "Scripts are exported as they are, also where passwords are hidden, and every user with read rights can print them.",
  advice:
    "Read the secret at run time from a file or a disabled ppp secret, and change it if others could read it.",
  references: ["Manual: Scripting", "Manual: List of menus with sensitive parameters"],
  compliance: ["K"],
  cwe: [798],
  presets: ["recommended", "strict"],
  bad: '/system script\nadd name=backup source="/tool fetch upload=yes url=\\"ftp://backup:k8Zq2Wd9@192.0.2.7/a\\" src-path=a"\n',
  good: '/system script\nadd name=backup source=":local pass [:pick \\$a 0 8]; /tool fetch upload=yes url=\\"ftp://192.0.2.7/a\\" user=backup password=\\$pass src-path=a"\n',
  fixes: { redact: "needs-input" },
  on: "model",
  check(model) {
    const properties = writtenSecrets(model)
      .filter((secret) => secret.isEmbedded)
      .map((secret) => finding(placeOf(secret), `the ${describeSecret(secret)}`, false));
    const texts = secretsInScripts(model).map(({ command, range, what, isWhole }) =>
      finding(
        { file: command.file, range },
        what,
        isWhole && command.embeddedIn === undefined && !isNested(command.parent),
      ),
    );
    return [...properties, ...texts];
  },
});

/** Inside a string quotes would have to be escaped; the fix is left to people there. */
function isNested(
  command: { readonly embeddedIn?: unknown; readonly parent?: unknown } | undefined,
): boolean {
  return command?.embeddedIn !== undefined;
}

function finding(
  at: Extract<FindingPlace, { readonly range: unknown }>,
  what: string,
  canReplace: boolean,
): Finding {
  return {
    at,
    message: `${what.charAt(0).toUpperCase()}${what.slice(1)} stands in the script in clear.`,
    fixes: canReplace
      ? [
          {
            id: "redact",
            title: `Replace it by ${REDACTED}`,
            changes: [{ kind: "text", file: at.file, edit: { range: at.range, newText: `"${REDACTED}"` } }],
            inputs: [REDACTED_INPUT],
          },
        ]
      : [],
  };
}
