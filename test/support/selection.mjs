import { existsSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { SetupFailure } from './setupFailure.mjs';

/**
 * @typedef {object} Selection what a command line asks for; both empty: everything
 * @property {readonly string[]} stages names of stages
 * @property {readonly string[]} tests paths of test files and folders of them, from the root of the project, with slashes
 */

/** Where the tests of a stage are, when not in the folder of its name. */
const FOLDERS = { panels: 'e2e/panels', host: 'e2e/host', ui: 'e2e/ui' };

/**
 * Reads names of stages and paths of tests, mixed: `unit`, `test/unit/engine`, `test/contract/limits.test.ts`.
 * @param {readonly string[]} words
 * @param {readonly string[]} names of all stages
 * @param {string} root absolute path of the project
 * @returns {Selection} the stages of the tests are among its stages
 * @throws {SetupFailure} for what is neither
 */
export function readSelection(words, names, root) {
  const stages = new Set();
  const tests = [];
  for (const word of words) {
    if (names.includes(word)) stages.add(word);
    else if (word === 'e2e') Object.keys(FOLDERS).forEach((name) => stages.add(name));
    else {
      const path = relative(root, resolve(root, word)).split(sep).join('/');
      const stage = findStage(path, names);
      if (stage === undefined || !isTests(resolve(root, path))) {
        throw new SetupFailure(
          `${word} is neither a stage nor a test file or a folder of them. The stages are ${names.join(', ')}, e2e.`,
        );
      }
      stages.add(stage);
      tests.push(path);
    }
  }
  return { stages: [...stages], tests };
}

/**
 * Whether a test file is asked for.
 * @param {string} file from the root of the project, with slashes
 * @param {readonly string[]} tests of a selection
 */
export function isSelected(file, tests) {
  return tests.length === 0 || tests.some((path) => file === path || file.startsWith(`${path}/`));
}

/** @param {string} path @param {readonly string[]} names */
function findStage(path, names) {
  return names.find((name) => {
    const folder = `test/${FOLDERS[/** @type {keyof typeof FOLDERS} */ (name)] ?? name}`;
    return path === folder || path.startsWith(`${folder}/`);
  });
}

/** @param {string} path */
function isTests(path) {
  return existsSync(path) && (statSync(path).isDirectory() || path.endsWith('.test.ts'));
}
