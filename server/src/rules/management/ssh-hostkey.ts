import { wholeExport } from "../facts/example.ts";
import { defineRule } from "../rule.ts";

/** host-key-type exists from 7.9 or earlier; rsa is the default (verbose export 7.17.2). */
export const sshHostkey = defineRule({
  id: "ssh-hostkey",
  group: "management",
  title: "RSA host key for SSH",
  severity: "info",
  why: "An Ed25519 host key is shorter, quicker and not open to weak-key mistakes; RSA keys below 2048 bits can be broken.",
  advice: "Set host-key-type=ed25519 and tell the administrators, whose clients will warn of the new key.",
  versions: ">=7.9",
  references: ["Manual: SSH"],
  compliance: ["M"],
  presets: ["strict"],
  bad: wholeExport("7.16.2"),
  good: wholeExport("7.16.2", "/ip ssh", "set host-key-type=ed25519"),
  fixes: { ed25519: "suggestion" },
  on: ["/ip/ssh"],
  check(item, { model }) {
    if (item.text("host-key-type") !== "rsa") return undefined;
    const service = model.items("/ip/service").find((one) => one.name === "ssh");
    if (service?.isDisabled === true) return undefined;
    const bits = Number(item.text("host-key-size") ?? "2048");
    return {
      at: {
        item,
        property: item.property("host-key-type") === undefined ? "host-key-size" : "host-key-type",
      },
      item,
      severity: bits < 2048 ? "warning" : "info",
      message:
        bits < 2048
          ? `The SSH host key is RSA with ${bits} bits.`
          : `The SSH host key is RSA${item.property("host-key-type") === undefined ? " (the default)" : ""}.`,
      fixes: [
        {
          id: "ed25519",
          title: "Use an Ed25519 host key",
          changes: [{ kind: "set", item, properties: { "host-key-type": "ed25519" } }],
        },
      ],
    };
  },
});
