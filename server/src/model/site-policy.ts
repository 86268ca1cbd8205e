/** What the team says of its site in the config file; every field may be absent, and a rule that had to guess says so. */
export interface SitePolicy {
  readonly wanInterfaces?: readonly string[];
  readonly wanLists?: readonly string[];
  readonly lanInterfaces?: readonly string[];
  readonly lanLists?: readonly string[];
  /** Prefixes that may administer the router. */
  readonly managementNetworks?: readonly string[];
  /** "wireguard", "ikev2", "openvpn", "l2tp-ipsec", "sstp" … */
  readonly allowedVpns?: readonly string[];
  readonly forbiddenProtocols?: readonly string[];
  /** Shortest allowed PSK or password, in characters. */
  readonly minimumSecretLength?: number;
}
