import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

export const ORDERS_SAMPLE = join(findProjectRoot(), 'extension', 'samples', 'orders');

/**
 * The orders sample as *Open Sample* copies it. What its task would install is linked, because this project has it too; so its
 * launches need no task.
 * @param {string} folder exists
 */
export function copyOrdersSample(folder) {
  cpSync(ORDERS_SAMPLE, folder, {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('__pycache__'),
  });
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  symlinkSync(join(findProjectRoot(), 'node_modules', '@aws-sdk'), join(packages, '@aws-sdk'), 'junction');
  const launches = join(folder, '.vscode', 'launch.json');
  const text = readFileSync(launches, 'utf8').replaceAll(/,\s*"preLaunchTask": "Install packages"/g, '');
  writeFileSync(launches, text);
}
