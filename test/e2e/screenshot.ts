import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import type { VsCodeServer } from "./install.ts";
import { startServer } from "./server-host.ts";
import { openBrowser, workbenchUrl } from "./workbench.ts";

export interface Screenshot {
  readonly vscode: VsCodeServer;
  readonly chromium: string;
  readonly extension: string;
  readonly scratch: string;
  readonly workspace: string;
  readonly light: boolean;
  readonly file: string;
}

/** Opens the export of the workspace with the Quick Fix menu of its PPTP finding, and takes a picture of it. */
export async function takeScreenshot(shot: Screenshot): Promise<void> {
  const server = await startServer(shot.vscode, shot.scratch, settings(shot.light), {});
  const { browser, page } = await openBrowser(shot.chromium);
  try {
    const base = `vscode-remote://${server.authority}`;
    await page.goto(
      workbenchUrl(server.authority, shot.workspace, [
        ["extensionDevelopmentPath", `${base}${shot.extension}`],
        ["openFile", `${base}${join(shot.workspace, "torguard.rsc")}`],
      ]),
    );
    await openQuickFix(page);
    mkdirSync(dirname(shot.file), { recursive: true });
    await page.screenshot({ path: shot.file });
    console.log(`wrote ${shot.file}`);
  } catch (error) {
    await page.screenshot({ path: join(shot.scratch, "end.png") });
    console.error(`a picture of the last state is in ${shot.scratch}`);
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
}

function settings(light: boolean): Record<string, unknown> {
  return {
    "workbench.colorTheme": light ? "Default Light Modern" : "Default Dark Modern",
    "workbench.activityBar.location": "hidden",
    "workbench.sideBar.location": "right",
    "workbench.statusBar.visible": true,
    "workbench.layoutControl.enabled": false,
    "workbench.editor.showTabs": "single",
    "window.commandCenter": false,
    "window.menuBarVisibility": "hidden",
    "editor.minimap.enabled": false,
    "editor.fontFamily": "DejaVu Sans Mono",
    "editor.fontSize": 14,
    "editor.stickyScroll.enabled": false,
    "editor.renderLineHighlight": "none",
    "editor.occurrencesHighlight": "off",
    "editor.selectionHighlight": false,
    "problems.defaultViewMode": "table",
  };
}

async function openQuickFix(page: Page): Promise<void> {
  await page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
  await page.keyboard.press("Control+B");
  await page.keyboard.press("Control+Shift+M");
  await page.locator(".markers-panel").waitFor();
  // F8 goes to the first problem and shows its message; Escape closes that again and keeps the cursor.
  await page
    .locator(".view-line", { hasText: "pptp-client" })
    .first()
    .click({ position: { x: 40, y: 8 } });
  await page.keyboard.press("Escape");
  await page.keyboard.press("F8");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget", { hasText: /WireGuard/ }).waitFor();
  await page.waitForTimeout(500);
}
