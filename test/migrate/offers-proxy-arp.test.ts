import { describe, expect, it } from "vitest";
import { adviceFor } from "../../server/src/migrate/advice.ts";
import { tunnels } from "../../server/src/migrate/discover.ts";
import { offers } from "../../server/src/migrate/offers.ts";
import { router } from "../support/migrations.ts";
import { modelOf } from "../support/model.ts";

const model = modelOf(
  router(
    "6.49",
    ...[
      "/interface bridge",
      "add arp=proxy-arp name=lan",
      "/interface pptp-server server",
      "set enabled=yes",
    ],
    ...["/ip address", "add address=192.168.1.1/24 interface=lan network=192.168.1.0"],
    ...["/ip dhcp-client", "add disabled=no interface=ether1", "/ppp secret"],
    "add local-address=192.168.1.1 name=ida remote-address=192.168.1.240 service=pptp",
    ...["/system identity", "set name=r"],
  ),
);

describe("users with addresses of the LAN, for whom proxy ARP answers", () => {
  const [tunnel] = tunnels(model);
  if (tunnel === undefined) throw new Error("there is no tunnel");

  it("are not offered IKEv2, which would be refused", () => {
    const offer = offers(model, tunnel).find(({ target }) => target === "ikev2");
    expect(offer?.isPossible).toBe(false);
    expect(offer?.reason).toContain("`lan`");
  });

  it("are advised what is possible, for a reason that is true", () => {
    expect(adviceFor(model, tunnel).join(" ")).toMatch(
      /OpenVPN, since RouterOS 6\.49 has no WireGuard, and its IKEv2 does not do here.*For WireGuard there is the upgrade/,
    );
  });
});
