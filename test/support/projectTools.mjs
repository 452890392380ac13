import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

/** The package that has each tool. */
const TOOL_PACKAGES = { tsc: 'typescript', oxlint: 'oxlint', biome: '@biomejs/biome', vsce: '@vscode/vsce' };

/** @typedef {keyof typeof TOOL_PACKAGES} ToolName */

/** @param {string} name @returns {name is ToolName} */
export function isTool(name) {
  return Object.hasOwn(TOOL_PACKAGES, name);
}

/**
 * The script of a tool from the project's packages, which must be installed.
 * @param {ToolName} name
 * @returns {string} an absolute path, for Node
 */
export function findTool(name) {
  const folder = join(findProjectRoot(), 'node_modules', TOOL_PACKAGES[name]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}
