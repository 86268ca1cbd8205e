import { versionRange } from "../../model/export-header.ts";
import { headFile } from "../../model/head-file.ts";
import type { Model } from "../../model/model.ts";
import { wholeExport } from "../facts/example.ts";
import { CLIENTS } from "../facts/shown-passwords.ts";
import { isVersion } from "../facts/version-gate.ts";
import { writtenSecrets } from "../facts/written-secrets.ts";
import { defineRule } from "../rule.ts";

/** v6 shows secrets unless asked not to, v7 hides them unless asked (Manual: Configuration Management). */
export const exportSensitiveHeader = defineRule({
  id: "export-sensitive-header",
  group: "secrets",
  title: "Export made with secrets",
  severity: "info",
  why: "The export shows passwords and keys, so it has to be kept as safe as the router itself.",
  advice: "Where the file only documents the configuration, export again without secrets.",
  references: ["Manual: Configuration Management"],
  compliance: ["K"],
  cwe: [312],
  presets: ["recommended", "strict"],
  bad: wholeExport("7.16.2", "/ppp secret", "add name=anna password=k8Zq2Wd9 service=ovpn"),
  good: wholeExport("7.16.2", "/ppp secret", "add name=anna service=ovpn"),
  on: "model",
  check(model) {
    const file = headFile(model);
    const { versionText, kind } = model.source;
    if (file === undefined || versionText === undefined || kind === "script") return undefined;
    const count = writtenSecrets(model).filter((secret) => !secret.isEmbedded).length;
    if (count === 0) return undefined;
    const isSix = isVersion(model, "<7") === true;
    if (!isSix && hidesSecrets(model)) return undefined;
    return {
      at: { file, range: versionRange(file.tree, versionText) },
      message: `This export shows ${count === 1 ? "a secret" : `${count} secrets`}: ${isSix ? "RouterOS 6 leaves them out with `/export hide-sensitive`" : "it was made with `show-sensitive`; `/export` alone leaves them out"}.`,
    };
  },
});

/**
 * Every WireGuard interface has a private key, and who logs in by name has a password: one without it was exported with
 * the secrets left out, and what shows all the same RouterOS does not take for one (`auth-key` of OSPF templates, 7.6).
 */
function hidesSecrets(model: Model): boolean {
  return HIDDEN.some(({ menus, secret, owner }) =>
    menus
      .flatMap((menu) => model.items(menu))
      .some(
        (item) =>
          item.origin === "add" &&
          item.property(secret) === undefined &&
          (owner === undefined || item.property(owner) !== undefined),
      ),
  );
}

/** What only a hidden secret can explain the lack of, where `owner` is written if named. */
const HIDDEN: readonly {
  readonly menus: readonly string[];
  readonly secret: string;
  readonly owner?: string;
}[] = [
  { menus: ["/interface/wireguard"], secret: "private-key" },
  { menus: CLIENTS, secret: "password", owner: "user" },
];
