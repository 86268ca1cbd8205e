/** Clauses on encryption in transit and on logins that a PPTP or L2TP tunnel maps to. */
export const COMPLIANCE: readonly (readonly [framework: string, clauses: string, about: string])[] = [
  ["GDPR", "Art. 32(1)(a), Art. 5(1)(f)", "encryption and confidentiality, by risk"],
  [
    "HIPAA",
    "164.312(e)(1), (e)(2)(i), (e)(2)(ii), 164.312(d)",
    "transmission security (encryption is addressable), authentication",
  ],
  [
    "PCI DSS v4.0.1",
    "4.2.1, 2.2.5, 1.2.6, 12.3.3, 8.3.2",
    "strong cryptography for card data over open networks, insecure protocols, cipher inventory",
  ],
  ["SOC 2 (TSC)", "CC6.1, CC6.7", "logical access, protection in transit"],
];
