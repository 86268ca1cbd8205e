import { type Browser, chromium, type Page } from "playwright-core";

/** A browser window; everything the workbench needs is on this machine. */
export async function openBrowser(executablePath: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // A page whose answer the test server rewrites has no known address space; see `web-host.ts`.
      "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
    ],
  });
  return { browser, page: await browser.newPage({ viewport: { width: 1280, height: 800 } }) };
}

/** Address of a workbench with `folder` open; `payload` is VS Code's own way to hand options to a window. */
export function workbenchUrl(
  authority: string,
  folder: string,
  payload: readonly (readonly [string, string])[],
): string {
  const options = [["skipWelcome", "true"], ["skipReleaseNotes", "true"], ...payload];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(options) });
  return `http://${authority}/?${query.toString()}`;
}
