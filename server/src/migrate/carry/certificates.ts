import { escapeString } from "../../edit/quote.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { isOpen, type PlanDraft } from "../draft.ts";
import { uniqueName } from "./name.ts";

/** Names of the certificates that the stage script makes; an export holds none of them. */
export interface Certificates {
  readonly ca: string;
  readonly server: string;
  /** Certificate names by user. */
  readonly users: ReadonlyMap<string, string>;
}

/**
 * A CA of this router's own, a certificate for the server and one for each user, as commands of the parallel stage:
 * certificates are not part of an export. 2048 bit, ten years for the CA, two for the others.
 */
export function makeCertificates(draft: PlanDraft, host: string, users: readonly string[]): Certificates {
  const names = { ca: "vpn-ca", server: "vpn-server" };
  const taken: string[] = Object.values(names);
  const own = new Map<string, string>();
  for (const user of users) {
    if (own.has(user)) continue;
    const name = uniqueName(user === "" ? "vpn-user" : user, (each) => taken.includes(each));
    taken.push(name);
    own.set(user, name);
  }
  const commands = [
    ...signed({ name: names.ca, days: 3650, usage: "key-cert-sign,crl-sign" }),
    ...signed({ name: names.server, days: 730, usage: serverUsage(draft), host, ca: names.ca }),
    ...[...own.values()].flatMap((name) => signed({ name, days: 730, usage: "tls-client", ca: names.ca })),
  ];
  draft.step({
    title:
      users.length === 0 ? "Certificates: CA and server" : "Certificates: CA, server and one for each user",
    reason: "They prove who is who; the private keys never stand in a configuration file.",
    stage: "parallel",
    changes: [],
    script: commands.map(({ text, comment }) => ({ kind: "command", text, comment })),
    rollback: [
      {
        kind: "command",
        text: `# /certificate remove [find where name="${names.ca}"]`,
        comment: "Certificates harm nobody and stay; removing the CA removes all that it signed",
      },
    ],
  });
  exportUsers(draft, [...own.values()]);
  return { ...names, users: own };
}

/** `remote-cert-tls server` of an OpenVPN app refuses a certificate that names no key usage beside the extended one. */
function serverUsage({ target }: PlanDraft): string {
  return target === "openvpn" ? "digital-signature,key-encipherment,tls-server" : "tls-server";
}

interface Wanted {
  readonly name: string;
  readonly days: number;
  readonly usage: string;
  readonly host?: string;
  readonly ca?: string;
}

/** Signing goes on in the background: the next command waits until the fingerprint is there. */
function signed({ name, days, usage, host, ca }: Wanted): readonly { text: string; comment: string }[] {
  const word = quoted(name);
  const common = quoted(host ?? name);
  const alternative = host === undefined ? "" : ` subject-alt-name=${alternativeName(host)}`;
  const by = ca === undefined ? "" : ` ca=${quoted(ca)}`;
  const lines = [
    `:if ([:len [/certificate find where name=${word}]] = 0) do={`,
    `    /certificate add name=${word} common-name=${common}${alternative} key-usage=${usage} key-size=2048 days-valid=${days}`,
    `    /certificate sign ${word}${by}`,
    `    :for i from=1 to=60 do={ :if ([:len [/certificate get [find where name=${word}] fingerprint]] = 0) do={ :delay 1s } }`,
    "}",
  ];
  return [{ text: lines.join("\n"), comment: `Certificate ${name}` }];
}

function alternativeName(host: string): string {
  const address = parseIpAddress(host);
  if (isOpen(host)) return `"DNS:${host}"`;
  return address === undefined ? `DNS:${host}` : `${address.family === "ip" ? "IP" : "IPv6"}:${host}`;
}

function exportUsers(draft: PlanDraft, names: readonly string[]): void {
  if (names.length > 0) askPassphrase(draft);
  draft.step({
    title: names.length === 0 ? "The CA's certificate as a file" : "Certificate files for the users",
    reason:
      names.length === 0
        ? "Each device has to trust it before it takes the server for the right one."
        : "Each user imports the file of that name and the CA; then delete the files from the router.",
    stage: "parallel",
    changes: [],
    script: [
      {
        kind: "command",
        text: ':if ([:len [/file find where name~"vpn-ca"]] = 0) do={ /certificate export-certificate "vpn-ca" file-name="vpn-ca" }',
        comment: "The CA's certificate, without its key",
      },
      ...names.map((name) => ({
        kind: "command" as const,
        text: `/certificate export-certificate ${quoted(name)} type=pkcs12 file-name=${quoted(`vpn-${name}`)} export-passphrase="<EXPORT-PASSPHRASE>"`,
        comment: `Certificate and key of ${name}`,
      })),
    ],
    rollback: [],
  });
}

/** The other end of two gets the file that this one made, by a safe way, and logs in with it. Returns its name there. */
export function importCertificate(draft: PlanDraft, user: string): string {
  const file = `vpn-${user}.p12`;
  // RouterOS calls what it imports after the file; the client's own comes first (manual: IPsec, RouterOS client).
  const name = `${file}_0`;
  askPassphrase(draft);
  const [isMissing, isThere] = [
    `[:len [/certificate find where name=${quoted(name)}]] = 0`,
    `[:len [/file find where name=${quoted(file)}]] > 0`,
  ];
  draft.step({
    title: `Certificate \`${name}\``,
    reason: `The first stage of the other end makes \`${file}\`; copy it to this router before this script runs.`,
    stage: "parallel",
    changes: [],
    script: [
      {
        kind: "command",
        text: `:if ((${isMissing}) && (${isThere})) do={\n    /certificate import file-name=${quoted(file)} passphrase="<EXPORT-PASSPHRASE>"\n}`,
        comment: "A certificate that is there already is not added again; delete the file afterwards",
      },
    ],
    rollback: [],
  });
  return name;
}

function askPassphrase(draft: PlanDraft): void {
  draft.secret({
    name: "export-passphrase",
    description:
      "Passphrase of the certificate files; choose one, and tell it to each user by another way than the file.",
  });
}

function quoted(text: string): string {
  return `"${escapeString(text)}"`;
}
