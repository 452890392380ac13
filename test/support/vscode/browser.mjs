import { chromium } from 'playwright-core';

/**
 * Starts a headless Chromium that stays quiet: no updates, no background traffic.
 * @param {string} executable
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser(executable) {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
