import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

export const ORDERS_SAMPLE = join(findProjectRoot(), 'extension', 'samples', 'orders');

/**
 * The orders sample as *Open Sample* copies it. What its first task installs is linked: this project has it too.
 * @param {string} folder exists
 */
export function copyOrdersSample(folder) {
  cpSync(ORDERS_SAMPLE, folder, {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('__pycache__'),
  });
  symlinkSync(join(findProjectRoot(), 'node_modules'), join(folder, 'node_modules'), 'junction');
}
