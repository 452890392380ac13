import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallSystemPackages, findOnPath, installSystemPackages, runProgram } from '../process.mjs';
import { findCacheFolder, findProjectRoot } from '../project.mjs';

const DOWNLOAD_TIMEOUT_MS = 180_000;

/**
 * Finds a Chromium that Playwright can drive, or gets one: from the system's packages on Debian as root, else by
 * Playwright's own download.
 * @returns {Promise<{ executable: string } | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    return existsSync(named)
      ? { executable: named }
      : { missing: `CHROMIUM_PATH names ${named}, which is not there` };
  }
  const found = findInstalled();
  if (found) return { executable: found };
  if (canInstallSystemPackages() && (await installSystemPackages('chromium', 'fonts-liberation'))) {
    const installed = findInstalled();
    if (installed) return { executable: installed };
  }
  const downloaded = await download();
  if (downloaded) return { executable: downloaded };
  return {
    missing:
      'Chromium is missing: install it (apt-get install chromium), or set CHROMIUM_PATH, then run again',
  };
}

function findInstalled() {
  const onPath = findOnPath(
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
  );
  if (onPath) return onPath;
  const usual = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env['PROGRAMFILES'] ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ];
  return usual.find((path) => existsSync(path));
}

async function download() {
  process.env['PLAYWRIGHT_BROWSERS_PATH'] ??= join(findCacheFolder(), 'browsers');
  const { chromium } = await import('playwright-core');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  console.log('Fetching Chromium…');
  const command = join(findProjectRoot(), 'node_modules', 'playwright-core', 'cli.js');
  await runProgram(process.execPath, [command, 'install', 'chromium'], { timeoutMs: DOWNLOAD_TIMEOUT_MS });
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}
