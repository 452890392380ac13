import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findProjectRoot } from '../../../support/project.mjs';
import { copySampleWithoutQueues } from '../../../support/sampleWorkspace.mjs';
import { launchBrowser } from '../../../support/vscode/browser.mjs';
import { ensureChromium } from '../../../support/vscode/chromium.mjs';
import { ensureVsCodeHost } from '../../../support/vscode/hostPackages.mjs';
import { withoutAwsSettings } from '../../../support/vscode/runInHost.mjs';
import {
  type ExtensionSource,
  type Server,
  type ServerOptions,
  startServer,
} from '../../../support/vscode/server.mjs';
import { Workbench } from './workbench.ts';

const WINDOW = { width: 1_440, height: 900 };
/** Long enough for a machine that others load too; it costs time only where a test fails. */
const ACTION_TIMEOUT_MS = 40_000;
const TEST_SETTINGS = { 'workbench.colorTheme': 'Dark 2026', 'workbench.reduceMotion': 'on' };

/** What a suite wants of its window. */
export interface WindowOptions {
  /** Names the logs and the screenshots of failures. */
  readonly name: string;
  /** What is open in the window: an empty folder, or a copy of the sample with its packages. */
  readonly workspace: 'empty' | 'sample';
  /** Makes the extension to install; what is built in this project when absent. */
  readonly makeExtension?: () => Promise<ExtensionSource>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly restrictedMode?: boolean;
  /** The display language, such as `de`; English when absent. The workbench itself has no texts in others. */
  readonly language?: string;
}

/** A window, and where it has what. */
export interface WindowUnderTest {
  readonly workbench: Workbench;
  /** The open folder, an absolute path. */
  readonly workspace: string;
  /** Opens one more window on the same server. */
  openSecondWindow(): Promise<Workbench>;
  /** Opens a window without a folder on the same server. */
  openEmptyWindow(): Promise<Workbench>;
  /** Opens a window for a `.code-workspace` file (absolute path) on the same server. */
  openWorkspaceFile(path: string): Promise<Workbench>;
  /** Ends the editor and all that it started, and opens the folder in a new one with the same profile. */
  reopen(): Promise<Workbench>;
}

/**
 * Opens a VS Code window before the tests of a `describe` and ends it after them. A test that fails leaves
 * `out/screenshots/failed-….png`.
 * @returns the window, from the first hook or test on
 */
export function useWorkbench(options: WindowOptions): () => WindowUnderTest {
  let server: Server | undefined;
  let browser: Browser | undefined;
  let window: WindowUnderTest | undefined;
  let workspace: string | undefined;
  let profile: string | undefined;
  /** Windows beside the first one. */
  const others: Workbench[] = [];

  before(`opens VS Code for ${options.name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-workspace-'));
    workspace = folder;
    if (options.workspace === 'sample') copySampleWithoutQueues(folder);
    profile = mkdtempSync(join(tmpdir(), 'queueside-vscode-'));
    const host = requirePresent(await ensureVsCodeHost());
    const serverOptions = { ...(await describeServer(options)), profile };
    server = await startServer(host, serverOptions);
    browser = await launchBrowser(requirePresent(await ensureChromium()).executable);
    const context = await browser.newContext({
      viewport: WINDOW,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(ACTION_TIMEOUT_MS);
    // As the script of a language pack does: no such pack is on npm.
    if (options.language !== undefined) {
      await context.addInitScript((language) => {
        Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
      }, options.language);
    }
    const open = async (running: Server): Promise<Workbench> => {
      const workbench = new Workbench(await context.newPage(), running);
      await workbench.openFolder(folder);
      return workbench;
    };
    const running = server;
    const reopen = async (): Promise<Workbench> => {
      await Promise.all(context.pages().map((page) => page.close()));
      await server?.stop();
      server = await startServer(host, serverOptions);
      const workbench = await open(server);
      if (window !== undefined) window = { ...window, workbench };
      return workbench;
    };
    window = {
      workbench: await open(running),
      workspace: folder,
      openSecondWindow: async () => {
        const workbench = await open(server ?? running);
        others.push(workbench);
        return workbench;
      },
      openEmptyWindow: async () => {
        const workbench = new Workbench(await context.newPage(), server ?? running);
        others.push(workbench);
        await workbench.openNothing();
        return workbench;
      },
      openWorkspaceFile: async (path) => {
        const workbench = new Workbench(await context.newPage(), server ?? running);
        others.push(workbench);
        await workbench.openWorkspaceFile(path);
        return workbench;
      },
      reopen,
    };
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100);
    await window?.workbench.takeScreenshot(`failed-${name}`).catch(() => {});
    for (const [index, second] of others.entries()) {
      await second.takeScreenshot(`failed-${name}-${index + 2}`).catch(() => {});
    }
  });

  // Pages first: closing them lets the extension host end in order.
  after(async () => {
    await browser?.close();
    await server?.stop();
    for (const folder of [workspace, profile]) {
      if (folder !== undefined)
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });

  return () => {
    if (!window) throw new Error('The window opens in a before hook: use it inside tests and hooks');
    return window;
  };
}

async function describeServer(options: WindowOptions): Promise<ServerOptions> {
  return {
    name: `ui-${options.name}`,
    extension: (await options.makeExtension?.()) ?? { kind: 'folder', path: findProjectRoot() },
    restrictedMode: options.restrictedMode ?? false,
    settings: { ...TEST_SETTINGS, ...options.settings },
    env: withoutAwsSettings(),
  };
}

function requirePresent<T extends object>(found: T | { missing: string }): T {
  if ('missing' in found) throw new Error(found.missing);
  return found;
}
