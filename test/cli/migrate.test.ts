import { createPublicKey } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyPairOf, makeKeyPair } from "../../server/src/cli/keys.ts";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { router } from "../support/migrations.ts";

const CLIENT = router(
  "7.15.3",
  "/interface pptp-client",
  "add connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me",
  "/ip route",
  "add dst-address=10.7.0.0/16 gateway=pptp-out1",
);
const SERVER = router(
  "7.18.2",
  "/ppp profile",
  "add local-address=10.9.0.1 name=vpn",
  "/interface pptp-server server",
  "set enabled=yes",
  "/ppp secret",
  "add name=bob profile=vpn remote-address=10.9.0.2 service=pptp",
);
/** A login at a provider, through which the default route goes. */
const PROVIDER = router(
  "7.15.3",
  "/interface pptp-client",
  "add add-default-route=yes connect-to=198.51.100.20 disabled=no name=pptp-out1 user=me",
);

describe("rsclint migrate", () => {
  it("prints the finished export, and on the error stream what is missing and proved", async () => {
    const { out, err, code } = await cli(
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "endpoint-port=51820"],
      { cwd: folderWith({ "r.rsc": CLIENT }) },
    );
    expect(code).toBe(0);
    expect(flat(out)).toContain("endpoint-port=51820");
    expect(out).not.toContain("pptp");
    expect(err).toContain("peer-public-key:");
    expect(err).toContain("sampled flows");
  });

  it("lists tunnels with their targets", async () => {
    const { out, code } = await cli(["migrate", "-", "--list"], { cwd: folderWith({}), stdin: CLIENT });
    expect(out).toMatch(/^pptp-out1 {2}\(pptp-client\)\n {2}wireguard recommended/);
    expect(code).toBe(0);
  });

  it("advises where no target is given, and prints nothing that could be taken for an export", async () => {
    const { out, err, code } = await cli(["migrate", "-"], { cwd: folderWith({}), stdin: CLIENT });
    expect(out).toBe("");
    expect(err.replace(/\s+/g, " ")).toContain("Advised: WireGuard, since RouterOS 7");
    expect(err).toContain("--to wireguard");
    expect(code).toBe(2);
  });

  it("writes in place, and the second time nothing, which no finished export can be taken from", async () => {
    const cwd = folderWith({ "r.rsc": CLIENT });
    await cli(["migrate", "r.rsc", "--to", "wireguard", "--in-place"], { cwd });
    expect(readFileSync(join(cwd, "r.rsc"), "utf8")).toContain("/interface wireguard");
    const again = await cli(["migrate", "r.rsc", "--to", "wireguard"], { cwd });
    expect(again).toEqual({
      out: "",
      err: "Nothing to move: no PPTP or L2TP tunnel in this file.\n",
      code: 1,
    });
    await cli(["migrate", "r.rsc", "--to", "wireguard", "--out", "out"], { cwd });
    expect(readdirSync(cwd)).toEqual(["r.rsc"]);
    expect((await cli(["migrate", "r.rsc", "--list"], { cwd })).code).toBe(0);
  });

  it("says what it wrote in place, and how much is left to fill in", async () => {
    const cwd = folderWith({ "r.rsc": CLIENT });
    const { out, err } = await cli(["migrate", "r.rsc", "--to", "wireguard", "--in-place"], { cwd });
    expect(out).toBe("");
    const open = new Set(readFileSync(join(cwd, "r.rsc"), "utf8").match(/<[A-Z-]+>/g)).size;
    expect(open).toBeGreaterThan(1);
    expect(err).toMatch(new RegExp(`^wrote r\\.rsc, with ${open} placeholders to fill in\n`));
  });

  it.each([["--diff"], ["--stage", "parallel"], ["--stage", "all", "--diff"]])(
    "does not write over the file where it is also told to look: %s %s",
    async (...look) => {
      const cwd = folderWith({ "r.rsc": CLIENT });
      const { out, err, code } = await cli(["migrate", "r.rsc", "--to", "wireguard", "--in-place", ...look], {
        cwd,
      });
      expect({ out, code }).toEqual({ out: "", code: 2 });
      expect(err).toMatch(/^rsclint: --(?:diff|stage) .*: say one of the two/);
      expect(readFileSync(join(cwd, "r.rsc"), "utf8")).toBe(CLIENT);
    },
  );

  it("counts the flows that cannot be decided apart from those that go as meant", async () => {
    const cwd = join(import.meta.dirname, "../../examples");
    const { err } = await cli(["migrate", "office-v7.rsc", "--to", "ikev2"], { cwd });
    const [, undecided] = /(\d+) cannot be decided/.exec(err.replace(/\s+/g, " ")) ?? [];
    expect(Number(undecided)).toBeGreaterThan(0);
  });

  it("keeps apart what is missing, what was filled in, and the secrets", async () => {
    const { err } = await cli(["migrate", "-", "--to", "ikev2"], { cwd: folderWith({}), stdin: PROVIDER });
    const names = (title: string) =>
      [...(err.split(`${title}:\n`)[1]?.split("\n\n")[0] ?? "").matchAll(/^ {2}- ([\w-]+)/gm)].map(
        ([, name]) => name,
      );
    expect(names("Missing, give with --set")).toEqual(["lan"]);
    expect(names("Missing, put in on the router, since no file holds secrets")).toEqual(["eap-password"]);
    expect(names("Filled in; check, and change with --set")).toEqual(["endpoint", "ca-file", "username"]);
  });

  it("takes no empty answer, and no secret", async () => {
    const set = (text: string) =>
      cli(["migrate", "-", "--to", "ikev2", "--set", text], { cwd: folderWith({}), stdin: PROVIDER });
    expect(await set("endpoint=")).toEqual({
      out: "",
      err: "rsclint: --set endpoint=: there is no value behind the sign\n",
      code: 2,
    });
    const secret = await set("eap-password=Hidden-77");
    expect(secret.err).toBe(
      "rsclint: --set eap-password: no secret is written into a file; put it in on the router\n",
    );
    expect(secret.code).toBe(2);
  });

  it("shows a terminal no secrets", async () => {
    const cwd = folderWith({ "r.rsc": `${CLIENT}/radius\nadd address=10.0.0.5 secret=Hidden-77\n` });
    const shown = await cli(["migrate", "r.rsc", "--to", "wireguard"], { cwd, isTty: true });
    expect(shown.out).toContain("secret=***");
    expect(shown.out).not.toContain("Hidden-77");
    const piped = await cli(["migrate", "r.rsc", "--to", "wireguard"], { cwd });
    expect(piped.out).toContain("Hidden-77");
  });

  it("does not write over a file what was not proved, unless told so", async () => {
    const shut = SERVER.replace(
      "/ppp secret",
      "/ip dhcp-client\nadd interface=ether1\n/ip firewall filter\nadd action=accept chain=input dst-port=1723 protocol=tcp\nadd action=accept chain=input in-interface=ether2\nadd action=drop chain=input\n/ip firewall raw\nadd action=drop chain=prerouting dst-port=13000-13999 protocol=udp\n/ppp secret",
    );
    const cwd = folderWith({ "r.rsc": shut });
    const args = ["migrate", "r.rsc", "--to", "wireguard", "--in-place"];
    const careful = await cli(args, { cwd });
    expect(careful.code).toBe(1);
    expect(careful.err).toContain("left as it was");
    expect(careful.err).toContain("The new server is shut");
    expect(readFileSync(join(cwd, "r.rsc"), "utf8")).toBe(shut);
    const stages = await cli(["migrate", "r.rsc", "--to", "wireguard", "--stage", "all"], { cwd });
    expect(stages.out).toMatch(/^# NOT PROVED/);
    expect(stages.err).toContain("Checked, and not proved");
    const forced = await cli([...args, "--force"], { cwd });
    expect(forced.code).toBe(1);
    expect(readFileSync(join(cwd, "r.rsc"), "utf8")).toContain("/interface wireguard");
  });

  it("shows a difference, or one stage with the way back as comments", async () => {
    const cwd = folderWith({ "r.rsc": CLIENT });
    const diff = await cli(["migrate", "r.rsc", "--to", "wireguard", "--diff"], { cwd });
    expect(diff.out).toContain("-/interface pptp-client");
    const stage = await cli(["migrate", "r.rsc", "--to", "wireguard", "--stage", "cutover"], { cwd });
    expect(stage.out).toContain("gateway=wg-out1");
    expect(stage.out).toMatch(/^# \/ip route set .*gateway=pptp-out1$/m);
  });

  it("masks passwords in the difference", async () => {
    const cwd = folderWith({ "r.rsc": CLIENT.replace("user=me", "password=hush-hush user=me") });
    const { out } = await cli(["migrate", "r.rsc", "--to", "wireguard", "--diff"], { cwd });
    expect(out).toContain("password=***");
    expect(out).not.toContain("hush-hush");
  });

  it.each([
    ["tunnel-address=10.0.0.3/30", /"10\.0\.0\.3\/30" is the broadcast address .*10\.0\.0\.1 to 10\.0\.0\.2/],
    ["tunnel-address=10.0.0.0/24", /is the network itself/],
    ["wan-gateway=192.0.2.1", /there is no such input; there are .*tunnel-address/],
    ["pptp-out2/endpoint=vpn.example.com", /there is no tunnel "pptp-out2"/],
  ])("refuses %s, which would be nonsense or be dropped", async (answer, problem) => {
    const cwd = folderWith({ "r.rsc": CLIENT });
    const run = await cli(["migrate", "r.rsc", "--to", "wireguard", "--set", answer], { cwd });
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(problem);
  });

  it.each(["10.0.0.2/30", "10.0.0.2/31", "10.0.0.3/32", "10.0.0.3", "pptp"])(
    "takes a host's address in its network: %s",
    async (address) => {
      const cwd = folderWith({ "r.rsc": CLIENT });
      const set = ["--set", `pptp-out1/tunnel-address=${address}`];
      const { code } = await cli(["migrate", "r.rsc", "--to", "wireguard", ...set], { cwd });
      expect(code).toBe(address === "pptp" ? 2 : 0);
    },
  );

  it("tells why it refuses rather than that nothing is asked then", async () => {
    const cwd = folderWith({ "six.rsc": CLIENT.replace("7.15.3", "6.48.6") });
    const { err, code } = await cli(
      ["migrate", "six.rsc", "--to", "wireguard", "--set", "endpoint=vpn.example.com"],
      { cwd },
    );
    expect(err).toContain("7.1");
    expect(err).not.toContain("no such input");
    expect(code).toBe(1);
  });

  it("takes answers from a file, those of --set first", async () => {
    const cwd = folderWith({
      "r.rsc": CLIENT,
      "a.yaml": "endpoint: vpn.example.com:1\npptp-out1:\n  tunnel-address: 10.1.1.1/32\n",
    });
    const { out } = await cli(
      [
        "migrate",
        "r.rsc",
        "--to",
        "wireguard",
        "--answers",
        "a.yaml",
        "--set",
        "endpoint=other.example.com:2",
      ],
      { cwd },
    );
    expect(flat(out)).toContain("endpoint-address=other.example.com endpoint-port=2");
    expect(out).toContain("address=10.1.1.1/32");
  });

  it("names the file of a folder that cannot be read", async () => {
    const cwd = folderWith({ "lab/broken.rsc": "/ip address\u0000\u0001\u0002\u0003" });
    const { err, code } = await cli(["migrate", "lab", "--list"], { cwd });
    expect(err.replaceAll("\\", "/")).toMatch(/^rsclint: lab\/broken\.rsc: This is/);
    expect(code).toBe(2);
  });

  it("counts the lines with the router's key where several interfaces take it", async () => {
    const [, client = ""] = CLIENT.split(/(?=\/interface pptp-client)/);
    const two = SERVER.replace("/ppp secret", `${client}/ppp secret`);
    const cwd = folderWith({ "r.rsc": two });
    const flags = ["--to", "wireguard", "--tunnel", "all", "--out", "out", "--generate-keys"];
    const { err } = await cli(["migrate", "r.rsc", ...flags], { cwd });
    const key = readFileSync(join(cwd, "out/router-private-key.txt"), "utf8");
    const lines = key.split("\n").filter((line) => line.startsWith("/interface wireguard set"));
    expect(lines.length).toBeGreaterThan(1);
    expect(err).toContain(`type the ${lines.length} lines of out`);
  });

  it("keeps the keys of an earlier run, and says where the router's own goes", async () => {
    const cwd = folderWith({ "r.rsc": SERVER });
    const args = ["migrate", "r.rsc", "--to", "wireguard", "--out", "out", "--generate-keys"];
    const first = await cli(args, { cwd });
    const files = ["bob.conf", "router-private-key.txt", "1-parallel.rsc"];
    const read = () => files.map((name) => readFileSync(join(cwd, "out", name), "utf8"));
    const before = read();
    await cli(args, { cwd });
    expect(read()).toEqual(before);
    expect(first.err).toContain("router-private-key.txt on the router after the first stage");
    expect(before[2]).toMatch(/^# After this script type the line of router-private-key\.txt/);
    expect(readdirSync(join(cwd, "out"))).not.toContain("2-cutover.rsc");
  });

  it("makes the keys of both ends of a pair, each for the other", async () => {
    const side = (name: string) =>
      readFileSync(new URL(`../migrate/pairs/site-to-site-v7/side-${name}.rsc`, import.meta.url), "utf8");
    const cwd = folderWith({ "a.rsc": side("a"), "b.rsc": side("b") });
    const args = [
      "migrate",
      "a.rsc",
      "--pair",
      "b.rsc",
      "--to",
      "wireguard",
      "--out",
      "o",
      "--generate-keys",
    ];
    await cli(args, { cwd });
    const read = (file: string) => readFileSync(join(cwd, "o", file), "utf8");
    const publicKey = (end: string) => {
      const [, key = ""] = /private-key="([^"]+)"/.exec(read(`${end}/router-private-key.txt`)) ?? [];
      return keyPairOf(key)?.publicKey ?? "none";
    };
    expect(read("a/1-parallel.rsc")).toContain(`public-key="${publicKey("b")}"`);
    expect(read("b/1-parallel.rsc")).toContain(`public-key="${publicKey("a")}"`);
    const before = [publicKey("a"), publicKey("b")];
    await cli(args, { cwd });
    expect([publicKey("a"), publicKey("b")]).toEqual(before);
  });

  it("makes keys only into files of their own, which nobody else may read", async () => {
    const cwd = folderWith({ "r.rsc": SERVER });
    const { code } = await cli(
      [
        "migrate",
        "r.rsc",
        "--to",
        "wireguard",
        "--out",
        "out",
        "--generate-keys",
        "--qr",
        "svg",
        "--set",
        "endpoint=vpn.example.com",
      ],
      { cwd },
    );
    expect(code).toBe(0);
    const conf = readFileSync(join(cwd, "out/bob.conf"), "utf8");
    const [, privateKey = ""] = /PrivateKey = (\S+)/.exec(conf) ?? [];
    expect(Buffer.from(privateKey, "base64")).toHaveLength(32);
    expect(conf).not.toContain("<");
    for (const name of readdirSync(join(cwd, "out"))) {
      const isSecret = /\.(?:conf|svg|txt)$/.test(name);
      if (isSecret) expect(statSync(join(cwd, "out", name)).mode & 0o777).toBe(0o600);
      else expect(readFileSync(join(cwd, "out", name), "utf8")).not.toContain(privateKey);
    }
    expect(readdirSync(join(cwd, "out"))).toEqual(
      expect.arrayContaining(["1-parallel.rsc", "3-decommission-rollback.rsc", "bob.svg", "r-migrated.rsc"]),
    );
  });

  it("tells what it refuses, and wrong use", async () => {
    const cwd = folderWith({ "six.rsc": CLIENT.replace("7.15.3", "6.48.6"), "r.rsc": CLIENT });
    const refused = await cli(["migrate", "six.rsc", "--to", "wireguard"], { cwd });
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("7.1");
    for (const argv of [
      ["migrate", "none.rsc", "--to", "wireguard"],
      ["migrate", "r.rsc"],
      ["migrate", "r.rsc", "--to", "wireguard", "--tunnel", "x"],
      ["migrate", "r.rsc", "--to", "wireguard", "--generate-keys"],
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "x"],
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "endpont=x"],
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "endpoint-port=70000"],
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "tunnel-address=here"],
      ["migrate", "r.rsc", "--to", "wireguard", "--set", "peer-public-key=short"],
    ]) {
      expect((await cli(argv, { cwd })).code, argv.join(" ")).toBe(2);
    }
  });
});

/** Without the line breaks of an export. */
function flat(text: string): string {
  return text.replace(/\\\n\s*/g, "");
}

it("makes keys whose public half belongs to the private one", () => {
  const { privateKey, publicKey } = makeKeyPair();
  const der = Buffer.concat([
    Buffer.from("302e020100300506032b656e04220420", "hex"),
    Buffer.from(privateKey, "base64"),
  ]);
  const derived = createPublicKey({
    key: `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----`,
    format: "pem",
  });
  expect(derived.export({ format: "der", type: "spki" }).subarray(-32).toString("base64")).toBe(publicKey);
});
