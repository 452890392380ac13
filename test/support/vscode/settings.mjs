import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What keeps a VS Code that tries or tests the extension from showing and fetching what has nothing to do with it. */
const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  // It would offer the ports of whatever else runs on the machine.
  'remote.autoForwardPorts': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'typescript.disableAutomaticTypeAcquisition': true,
};

/**
 * Writes the user settings of a profile that has none. A profile that is used again keeps what its user has set.
 * @param {string} userData the folder of `--user-data-dir`
 * @param {Record<string, unknown>} [settings] beside the quiet ones
 */
export function writeFirstSettings(userData, settings) {
  const folder = join(userData, 'User');
  const file = join(folder, 'settings.json');
  mkdirSync(folder, { recursive: true });
  if (existsSync(file)) return;
  writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2));
}
