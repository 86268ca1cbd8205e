import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** The web extension as a site of its own, so that the workbench runs it in a web worker and not in Node. */
export interface ExtensionSite {
  readonly port: number;
  close(): void;
}

/** Only what the package holds, and the bundled suite. */
const SERVED =
  /^\/(?:package\.json|README\.md|dist\/[\w./-]+|syntaxes\/[\w.-]+|language-configuration\.json|\.cache\/e2e\/web\.cjs(?:\.js)?)$/;

export async function serveExtension(root: string): Promise<ExtensionSite> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const isServed = SERVED.test(path) && !path.includes("..") && existsSync(join(root, path));
    const type = path.endsWith(".json") ? "application/json" : "text/javascript";
    response.writeHead(isServed ? 200 : 404, { "access-control-allow-origin": "*", "content-type": type });
    if (isServed) createReadStream(join(root, path)).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("no address to serve the extension on");
  return { port: address.port, close: () => server.close() };
}

/**
 * Tells the workbench about the extension and the suite. Only the page's own configuration can name an
 * extension for the web worker host, so that one answer is rewritten on its way to the browser.
 * The host name is `localhost`: the worker's content security policy knows no other.
 */
export async function useWebExtension(page: Page, site: ExtensionSite): Promise<void> {
  const location = { scheme: "http", authority: `localhost:${site.port}` };
  await page.route(
    (url) => url.pathname === "/",
    async (route) => {
      const answer = await route.fetch();
      const { "content-security-policy": _policy, "content-length": _length, ...headers } = answer.headers();
      const body = (await answer.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_all, start: string, settings: string) => `${start}${addToSettings(settings, location)}"`,
      );
      await route.fulfill({ status: answer.status(), headers, body });
    },
  );
}

function addToSettings(escaped: string, location: { scheme: string; authority: string }): string {
  const settings: unknown = JSON.parse(escaped.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  if (typeof settings !== "object" || settings === null)
    throw new Error("the workbench has no configuration");
  const old = "developmentOptions" in settings ? settings.developmentOptions : {};
  const developmentOptions = {
    ...(typeof old === "object" ? old : {}),
    extensions: [{ ...location, path: "/" }],
    extensionTestsPath: { ...location, path: "/.cache/e2e/web.cjs" },
  };
  return JSON.stringify({ ...settings, developmentOptions })
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;");
}
