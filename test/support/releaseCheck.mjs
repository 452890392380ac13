import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from './project.mjs';

/**
 * @typedef {object} Sources what has to agree with a tag
 * @property {{ version: string }} manifest package.json
 * @property {{ version: string, packages: Record<string, { version?: string }> }} lock package-lock.json
 * @property {string} changelog CHANGELOG.md
 */

/**
 * @typedef {object} Section a version in the changelog
 * @property {string} version `Unreleased`, or a number
 * @property {string | undefined} date of its release
 * @property {string} text what changed, without the heading
 */

const HEADING = /^## \[([^\]]+)\](?: - (\S+))?$/gm;

/** @returns {Sources} those of the project */
export function readSources() {
  const read = (/** @type {string} */ name) => readFileSync(join(findProjectRoot(), name), 'utf8');
  return {
    manifest: JSON.parse(read('package.json')),
    lock: JSON.parse(read('package-lock.json')),
    changelog: read('CHANGELOG.md'),
  };
}

/**
 * The versions in the changelog, as they stand there.
 * @param {string} changelog
 * @returns {Section[]}
 */
export function readSections(changelog) {
  const headings = [...changelog.matchAll(HEADING)];
  return headings.map((heading, index) => ({
    version: String(heading[1]),
    date: heading[2],
    text: changelog.slice(heading.index + heading[0].length, headings[index + 1]?.index).trim(),
  }));
}

/**
 * What keeps a tag from being released.
 * @param {string} tag
 * @param {Sources} sources
 * @returns {string[]} one sentence each, with what to do; none when it may be released
 */
export function listProblems(tag, { manifest, lock, changelog }) {
  const { version } = manifest;
  const [first, second] = readSections(changelog);
  const newest = first?.version === 'Unreleased' ? second : first;
  const problems = [];
  if (tag !== `v${version}`)
    problems.push(`The tag ${tag} is not v${version}, the version in package.json: tag v${version}.`);
  if (lock.version !== version || lock.packages['']?.version !== version)
    problems.push(`package-lock.json is not of version ${version}: run npm install.`);
  if (newest?.version !== version)
    problems.push(
      `The newest version in CHANGELOG.md is ${newest?.version ?? 'missing'}: add "## [${version}] - YYYY-MM-DD".`,
    );
  else if (!/^\d{4}-\d\d-\d\d$/.test(newest.date ?? ''))
    problems.push(`Version ${version} has no date in CHANGELOG.md: write "## [${version}] - YYYY-MM-DD".`);
  else if (newest.text === '') problems.push(`CHANGELOG.md says nothing about version ${version}.`);
  if (first?.version === 'Unreleased' && first.text !== '')
    problems.push(`CHANGELOG.md has unreleased changes: move them to version ${version}.`);
  return problems;
}
