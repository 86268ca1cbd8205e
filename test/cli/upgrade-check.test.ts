import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const SIXTH = `# jan/02/2020 10:00:00 by RouterOS 6.48.6
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn src-address=192.168.88.10
/ip route
add distance=1 gateway=10.0.0.1 routing-mark=vpn
/tool e-mail
set start-tls=yes
`;

describe("upgrade-check", () => {
  it("tells what breaks, where, and what can be changed", async () => {
    const cwd = folderWith({ "old.rsc": SIXTH });
    const run = await cli(["upgrade-check", "old.rsc", "--to", "7.16.2"], { cwd });
    expect(run.out).toMatchInlineSnapshot(`
      "old.rsc  RouterOS 6.48.6 → 7.16.2

      Breaks: the import stops or goes wrong here
        - RouterOS 7.16.2 has no \`routing-mark\` in \`/ip route\` (6.x only has it); it
          is \`routing-table\` there. The table must be declared: \`/routing/table add
          fib name=…\`.
          old.rsc:5
          --fix: Write routing-table
        - RouterOS 7.16.2 has no \`start-tls\` in \`/tool e-mail\` (6.x only has it); it
          is \`tls\` there. The word \`tls-only\` is \`yes\` there.
          old.rsc:7
        - Routing table \`vpn\` must be declared in RouterOS 7.16.2: \`/routing table
          add fib name=vpn\`.
          old.rsc:3, 5
          --fix: Declare table vpn

      Note: This is about importing the file; an upgrade in place converts most of
        it by itself.

      3 things of 6 statements would break in 7.16.2, 0 would differ; --fix changes
        2.

      "
    `);
    expect(run.code).toBe(1);
    expect(readFileSync(join(cwd, "old.rsc"), "utf8")).toBe(SIXTH);
  });

  it("writes what needs no decision, once", async () => {
    const cwd = folderWith({ "old.rsc": SIXTH });
    const fix = ["upgrade-check", "old.rsc", "--to", "7.16.2", "--fix"];
    expect((await cli(fix, { cwd })).code).toBe(1);
    const text = readFileSync(join(cwd, "old.rsc"), "utf8");
    expect(text).toBe(
      SIXTH.replace("# jan", "# changed for import by RouterOS 7.16.2\n# jan")
        .replace("/ip firewall mangle", "/routing table\nadd fib name=vpn\n/ip firewall mangle")
        .replace("1 routing-mark=", "1 routing-table="),
    );
    await cli(fix, { cwd });
    expect(readFileSync(join(cwd, "old.rsc"), "utf8")).toBe(text);
  });

  it("shows the changes as a difference", async () => {
    const cwd = folderWith({ "old.rsc": SIXTH });
    const { out } = await cli(["upgrade-check", "old.rsc", "--to", "7.16.2", "--diff"], { cwd });
    expect(out).toContain("+add distance=1 gateway=10.0.0.1 routing-table=vpn");
  });

  it("gives JSON with places from 1", async () => {
    const cwd = folderWith({ "old.rsc": SIXTH });
    const argv = ["upgrade-check", "old.rsc", "--to", "7.16.2", "--format", "json"];
    const { out } = await cli(argv, { cwd });
    const [router] = JSON.parse(out).routers;
    expect(router.from).toBe("6.48.6");
    const mark = router.findings.find(({ message }: { message: string }) => message.includes("routing-mark"));
    expect(mark).toMatchObject({ kind: "renamed", breaks: true, fix: "Write routing-table" });
    expect(mark.places).toEqual([{ file: "old.rsc", line: 5, column: 33 }]);
  });

  it("takes --from before the header, and goes with 0 where nothing breaks", async () => {
    const cwd = folderWith({ "new.rsc": "/interface wireguard\nadd listen-port=13231 name=wg\n" });
    const run = await cli(["upgrade-check", "new.rsc", "--from", "7.12", "--to", "7.20"], { cwd });
    expect(run.out).toContain("RouterOS 7.12 → 7.20");
    expect(run.code).toBe(0);
  });

  it("says that a version lies outside of the facts, on either side", async () => {
    const notes = async (to: string) =>
      (await cli(["upgrade-check", "-", "--to", to], { cwd: folderWith({}), stdin: SIXTH })).out;
    expect(await notes("6.40")).toContain("Note: 6.40 is older than the facts, which begin with 6.45.");
    expect(await notes("5.26")).toContain("is older than the facts");
    expect(await notes("6.49.10")).not.toContain("than the facts");
    expect(await notes("7.99")).toContain("Note: 7.99 is newer than the facts");
  });

  it("refuses what is no version", async () => {
    const cwd = folderWith({ "old.rsc": SIXTH });
    expect((await cli(["upgrade-check", "old.rsc", "--to", "newest"], { cwd })).code).toBe(2);
    expect((await cli(["upgrade-check", "old.rsc"], { cwd })).code).toBe(2);
  });
});
