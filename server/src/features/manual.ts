/** The manual's own search for a menu and a word of it; no page names are kept here, they move. */
export function manualSearch(menu: string, word: string): string {
  const query = `${menu.slice(1).replaceAll("/", " ")} ${word}`.trim();
  return `https://help.mikrotik.com/docs/dosearchsite.action?queryString=${encodeURIComponent(query)}`;
}
