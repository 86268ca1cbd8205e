import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { audit } from "../../server/src/migrate/audit.ts";
import { router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const read = (name: string) =>
  modelOf(readFileSync(fileURLToPath(new URL(`cases/${name}/before.rsc`, import.meta.url)), "utf8"));

it("tells who uses a tunnel, what it routes and what moving it takes", () => {
  const report = audit(read("pptp-client-selective-v7"), "md");
  expect(report).toContain("192.168.88.50 (tv), by list `vpn-hosts`");
  expect(report).toContain("Route to everything in table `VPN` (VPN default)");
  expect(report).toContain("| wireguard | recommended |");
  expect(report).toContain("- peer-public-key:");
  expect(report).toContain("PCI DSS");
  expect(report).not.toMatch(/violat|complian[tc]e? with/i);
});

it("lists users with their addresses, and no password", () => {
  const report = audit(
    modelOf(
      router(
        "7.18.2",
        "/ppp secret",
        'add name=bob password="very secret" remote-address=10.0.0.2 service=pptp',
        "/interface pptp-server server",
        "set enabled=yes",
      ),
    ),
    "md",
  );
  expect(report).toContain("`bob`: 10.0.0.2");
  expect(report).not.toContain("very secret");
});

it("writes one page of HTML without scripts, everything escaped", () => {
  const report = audit(
    modelOf(
      router(
        "7.15.3",
        "/interface pptp-client",
        'add comment="<script>x</script>" connect-to=a disabled=no name=p',
      ),
    ),
    "html",
  );
  expect(report).toContain("&lt;script&gt;");
  expect(report).not.toMatch(/<script|https?:/);
});

it("says so when there is nothing to move", () => {
  expect(audit(modelOf(router("7.15.3", "/ip pool", "add name=pptp ranges=10.0.0.2")), "md")).toContain(
    "no PPTP or L2TP tunnel",
  );
});
