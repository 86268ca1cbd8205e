import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { router } from "../support/migrations.ts";

/** Two servers, and names that are one once they are written in small letters without marks. */
const SERVERS = router(
  "7.18.2",
  ...["/ip pool", "add name=vpn ranges=10.9.0.10-10.9.0.50"],
  ...["/ppp profile", "add local-address=10.9.0.1 name=vpn remote-address=vpn"],
  ...["/interface pptp-server server", "set default-profile=vpn enabled=yes"],
  ...["/interface l2tp-server server", "set default-profile=vpn enabled=yes use-ipsec=required"],
  ...["/ppp secret", "add name=Boss profile=vpn service=pptp", "add name=boss profile=vpn service=l2tp"],
  'add name="m\\FCller" profile=vpn service=pptp',
  'add name="m\\F6ller" profile=vpn service=l2tp',
  ...["add name=max.m profile=vpn service=pptp", "add name=max-m profile=vpn service=pptp"],
  ...[
    "add name=server profile=vpn service=pptp",
    "add name=Eva profile=vpn",
    "add name=eva profile=vpn service=l2tp",
  ],
);
/** Two sites with OSPF each, which have an interface of their own. */
const SITES = router(
  "7.18.2",
  ...["/interface pptp-server", "add name=site-a user=a", "add name=site-b user=b"],
  ...[
    "/ppp profile",
    "add local-address=10.9.0.1 name=vpn",
    "/interface pptp-server server",
    "set enabled=yes",
  ],
  ...["/routing ospf instance", "add name=o", "/routing ospf area", "add instance=o name=a"],
  "/routing ospf interface-template",
  ...["add area=a interfaces=site-a type=ptp", "add area=a interfaces=site-b type=ptp"],
  "/ppp secret",
  "add name=a profile=vpn remote-address=10.9.0.2 service=pptp",
  "add name=b profile=vpn remote-address=10.9.0.3 service=pptp",
);
const ARGS = ["migrate", "r.rsc", "--to", "wireguard", "--tunnel", "all", "--no-verify"];
const USERS = 9;

describe("users whose names are nearly alike", () => {
  it("never share a key or a file, over all servers of one run", async () => {
    const cwd = folderWith({ "r.rsc": SERVERS });
    const run = [...ARGS, "--out", "out", "--generate-keys", "--set", "endpoint=vpn.example.com"];
    await cli(run, { cwd });
    const files = readdirSync(join(cwd, "out")).filter((name) => name.endsWith(".conf"));
    const keys = files.map(
      (name) => /PrivateKey = (\S+)/.exec(readFileSync(join(cwd, "out", name), "utf8"))?.[1],
    );
    expect(files).toHaveLength(USERS);
    expect(new Set(files.map((name) => name.toLowerCase())).size).toBe(USERS);
    expect(new Set(keys).size).toBe(USERS);
    const text = readFileSync(join(cwd, "out/r-migrated.rsc"), "utf8").replace(/\\\r?\n\s*/g, "");
    const peers = [...text.matchAll(/\bpublic-key="?([^\s"]+)/g)].map(([, key]) => key);
    expect(peers).toHaveLength(USERS);
    expect(new Set(peers).size).toBe(USERS);
  });

  it("are answered one by one, the plain name for whom it is", async () => {
    const key = "q1Gqz4w4uTt0l3tVd3i3YJ0g1v9z1c7m2mW3o3Xv5kM=";
    const { out } = await cli(
      [...ARGS, "--set", `boss-public-key=${key}`, "--set", `max-m-public-key=${key}`],
      {
        cwd: folderWith({ "r.rsc": SERVERS }),
      },
    );
    const text = out.replace(/\\\r?\n\s*/g, "");
    const answered = text.split("\n").filter((line) => line.includes(key));
    expect(answered.map((line) => / name=(\S+)/.exec(line)?.[1]).sort()).toEqual(["boss", "max-m"]);
    expect(text).toContain("<BOSS-2-PUBLIC-KEY>");
  });

  it("have other inputs than the router itself", async () => {
    const { err } = await cli(ARGS, { cwd: folderWith({ "r.rsc": SERVERS }) });
    expect(err).toContain("server-2-public-key");
  });

  it("find the router's key on every interface that their files lead to", async () => {
    const cwd = folderWith({ "r.rsc": SITES });
    await cli([...ARGS, "--out", "out", "--generate-keys", "--set", "endpoint=vpn.example.com"], { cwd });
    const text = readFileSync(join(cwd, "out/r-migrated.rsc"), "utf8").replace(/\\\r?\n\s*/g, "");
    const added = [...text.matchAll(/^add .*listen-port=\S+ .*name=(\S+)/gm)].map(([, name]) => name);
    expect(added.length).toBeGreaterThan(1);
    const key = readFileSync(join(cwd, "out/router-private-key.txt"), "utf8");
    expect([...key.matchAll(/name="([^"]+)"\] private-key="/g)].map(([, name]) => name).sort()).toEqual(
      added.sort(),
    );
  });
});

describe("users who move over by themselves", () => {
  it("are told of where stage 2 has no script", async () => {
    const cwd = folderWith({
      "r.rsc": router(
        "7.18.2",
        ...["/interface pptp-server server", "set enabled=yes"],
        ...["/ppp secret", "add local-address=10.9.0.1 name=boss remote-address=10.9.0.2"],
      ),
    });
    const { err } = await cli(["migrate", "r.rsc", "--to", "openvpn", "--out", "out"], { cwd });
    const scripts = readdirSync(join(cwd, "out")).filter((name) => /^\d/.test(name));
    expect(scripts.map((name) => name.slice(0, 1))).not.toContain("2");
    expect(err.replace(/\s+/g, " ")).toContain("so stage 2 has no script.");
  });
});

it("says once for each server what holds for all of its users, and names every one of them", async () => {
  const { err } = await cli(ARGS, { cwd: folderWith({ "r.rsc": SERVERS }) });
  const text = err.replace(/\s+/g, " ");
  expect(text.match(/made on the user's device/g)).toHaveLength(2);
  expect(text.match(/the password is of no more use/g)?.length ?? 0).toBeLessThanOrEqual(2);
  for (const name of ["boss", "max-m", "server", "eva"]) expect(text).toContain(`${name}-public-key`);
  expect(text).toMatch(/Likewise the other \d: /);
});
