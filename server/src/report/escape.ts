import escapeHtml from "escape-html";

export { escapeHtml };

/** For XML 1.0 text and attributes: characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return escapeHtml(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as text in Markdown: what would be read as markup is escaped; backticks stay, messages use them. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, " ");
}
