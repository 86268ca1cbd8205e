import type { ComplianceArea } from "../rules/rule.ts";

export const FRAMEWORKS = ["pci-dss", "hipaa", "gdpr", "soc2"] as const;
export type Framework = (typeof FRAMEWORKS)[number];

export const FRAMEWORK_TITLES: Readonly<Record<Framework, string>> = {
  "pci-dss": "PCI DSS v4.0.1",
  hipaa: "HIPAA Security Rule (45 CFR)",
  gdpr: "GDPR",
  soc2: "SOC 2 (Trust Services Criteria)",
};

export const AREA_TITLES: Readonly<Record<ComplianceArea, string>> = {
  T: "Encryption in transit",
  A: "Authentication",
  K: "Keys and secrets",
  N: "Network boundary",
  S: "Needless services",
  M: "Administrative access",
  W: "Wireless",
  L: "Logs and time",
  P: "Patch level",
};

/**
 * Clauses an area maps to. "Maps to", never "violates": HIPAA's encryption is addressable, PCI 4.2.1 bites only
 * where card numbers cross open networks, GDPR Art. 32 is risk based.
 */
export const CLAUSES: Readonly<Record<ComplianceArea, Readonly<Record<Framework, readonly string[]>>>> = {
  T: {
    gdpr: ["Art. 32(1)(a)", "Art. 5(1)(f)"],
    hipaa: ["164.312(e)(1)", "164.312(e)(2)(i)", "164.312(e)(2)(ii)"],
    "pci-dss": ["4.2.1", "2.2.5", "1.2.6", "12.3.3"],
    soc2: ["CC6.1", "CC6.7"],
  },
  A: {
    gdpr: ["Art. 32(1)(b)"],
    hipaa: ["164.312(d)", "164.312(a)(2)(i)", "164.308(a)(5)(ii)(D)"],
    "pci-dss": ["8.2.1", "8.2.2", "8.3.1", "8.3.2", "8.3.6", "2.2.2", "8.4.3"],
    soc2: ["CC6.1", "CC6.2", "CC6.3"],
  },
  K: {
    gdpr: ["Art. 32(1)(a)", "Art. 32(1)(b)"],
    hipaa: ["164.312(a)(2)(iv)", "164.308(a)(5)(ii)(D)"],
    "pci-dss": ["8.3.2", "8.6.2", "1.2.8", "4.2.1.1"],
    soc2: ["CC6.1"],
  },
  N: {
    gdpr: ["Art. 32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    "pci-dss": ["1.2.5", "1.2.6", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.3"],
    soc2: ["CC6.6"],
  },
  S: {
    gdpr: ["Art. 32(1)(b)"],
    hipaa: ["164.308(a)(1)(ii)(B)"],
    "pci-dss": ["2.2.4", "2.2.6"],
    soc2: ["CC6.6", "CC6.8"],
  },
  M: {
    gdpr: ["Art. 32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    "pci-dss": ["2.2.7", "2.2.2", "8.3.2"],
    soc2: ["CC6.1", "CC6.6"],
  },
  W: {
    gdpr: ["Art. 32(1)(a)"],
    hipaa: ["164.312(e)(1)"],
    "pci-dss": ["4.2.1.2", "2.3.1", "2.3.2"],
    soc2: ["CC6.1", "CC6.7"],
  },
  L: {
    gdpr: ["Art. 5(2)"],
    hipaa: ["164.312(b)", "164.308(a)(1)(ii)(D)"],
    "pci-dss": ["10.2.1", "10.3.3", "10.6.1", "10.6.2", "10.6.3"],
    soc2: ["CC7.2", "CC7.1"],
  },
  P: {
    gdpr: ["Art. 32(1)(d)"],
    hipaa: ["164.308(a)(1)(ii)(B)"],
    "pci-dss": ["6.3.3"],
    soc2: ["CC7.1", "CC8.1"],
  },
};

/** Clauses of a framework that a rule's areas map to, in order, each once. */
export function clausesOf(areas: readonly ComplianceArea[] | undefined, framework: Framework): string[] {
  return [...new Set((areas ?? []).flatMap((area) => CLAUSES[area][framework]))];
}
