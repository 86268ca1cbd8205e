/** The manual's own search for a menu and a word of it; no page names are kept here, they move. */
export function manualSearch(menu: string, word: string): string {
  return searchFor(`${menu.slice(1).replaceAll("/", " ")} ${word}`);
}

/** Where a rule's reference can be read: "Manual: NAT", "RFC 2759", "CVE-2018-5389", "CWE-327". */
export function referenceAddress(reference: string): string | undefined {
  const [, page] = /^Manual: (.+)$/.exec(reference) ?? [];
  if (page !== undefined) return searchFor(page.replace(/[()]/g, ""));
  const [, rfc] = /^RFC (\d+)/.exec(reference) ?? [];
  if (rfc !== undefined) return `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  const [, cwe] = /^CWE-(\d+)$/.exec(reference) ?? [];
  if (cwe !== undefined) return `https://cwe.mitre.org/data/definitions/${cwe}.html`;
  const [cve] = /^CVE-\d{4}-\d+/.exec(reference) ?? [];
  return cve === undefined ? undefined : `https://nvd.nist.gov/vuln/detail/${cve}`;
}

function searchFor(words: string): string {
  return `https://help.mikrotik.com/docs/dosearchsite.action?queryString=${encodeURIComponent(words.trim())}`;
}
