import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Target } from "../../server/src/migrate/plan.ts";
import { listTunnels, migrate } from "../../server/src/migrate/run.ts";
import { migrated, router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGETS: readonly Target[] = ["wireguard", "ikev2", "openvpn"];

/** `target: refusal` of every move that does not do what the list says. */
function unkept(text: string): readonly string[] {
  const model = modelOf(text);
  return listTunnels(model).flatMap(({ kind, name, offers }) =>
    TARGETS.flatMap((target) => {
      const { isPossible } = offers.find((each) => each.target === target) ?? {};
      const { tunnels } = migrate(model, { target, tunnel: name, isVerified: false });
      const { refusal } = tunnels.find((each) => each.kind === kind) ?? {};
      return isPossible === (refusal === undefined) ? [] : [`${name} to ${target}: ${refusal ?? "is done"}`];
    }),
  );
}

const FOLDERS = ["examples", "test/migrate/cases", "test/migrate/pairs", "test/e2e/workspace"];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".rsc"))
    .map((file) => `${folder}/${file}`),
);

it.each(FILES)("what is offered for %s is done, and what is not is refused", (file) => {
  expect(unkept(readFileSync(`${ROOT}${file}`, "utf8"))).toEqual([]);
});

describe("a client whose routes all wait behind another way", () => {
  const spare = (version: string) =>
    router(
      version,
      "/interface pptp-client",
      "add connect-to=198.51.100.7 disabled=no name=dc user=me",
      "/interface l2tp-client",
      "add connect-to=198.51.100.8 disabled=no name=hq user=me",
      ...["/ip address", "add address=10.7.0.1/24 interface=ether2 network=10.7.0.0"],
      ...["/ip dhcp-client", "add interface=ether1", "/ip route"],
      "add distance=1 dst-address=10.50.0.0/16 gateway=hq",
      "add distance=10 dst-address=10.50.0.0/16 gateway=dc",
      ...["/system identity", "set name=r"],
    );

  it.each(["6.49.10", "7.16.2"])("is not offered IKEv2, which would be refused (%s)", (version) => {
    expect(unkept(spare(version))).toEqual([]);
    const [dc] = listTunnels(modelOf(spare(version)));
    const ikev2 = dc?.offers.find(({ target }) => target === "ikev2");
    expect(ikev2).toMatchObject({ isPossible: false, isRecommended: false });
    expect(ikev2?.reason).toContain("`--set overlay=gre`");
    expect(ikev2?.reason.includes("WireGuard")).toBe(version !== "6.49.10");
    expect(dc?.advice.join(" ")).not.toContain("Advised: IKEv2");
  });

  it("moves all the same where it is told to get an interface", () => {
    const { first } = migrated(spare("7.16.2"), "ikev2", { tunnel: "dc", answers: { overlay: "gre" } });
    expect(first.refusal).toBeUndefined();
  });
});
