// node test/support/publish.mjs npm TAG | github TAG: publishes what is packed in dist/. A release that runs again after a
// failure skips what the npm registry has, and replaces the files of the GitHub release.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './process.mjs';
import { runMain, SetupFailure } from './setupFailure.mjs';

/** @param {string} ending @returns {string} the one package with this ending */
function findPackage(ending) {
  const names = readdirSync('dist').filter((name) => name.startsWith('queueside-') && name.endsWith(ending));
  if (names.length !== 1)
    throw new SetupFailure(`dist/ has ${names.length} files queueside-*${ending}, not one.`);
  return join('dist', names[0] ?? '');
}

/** @param {string} command @param {readonly string[]} args @throws {SetupFailure} with what it printed */
async function run(command, args) {
  const { code, output } = await runProgram(command, args);
  if (code !== 0) throw new SetupFailure(`${command} ${args.join(' ')} failed:\n${output}`);
  console.log(output.trim());
}

/** @param {string} tag such as `v1.2.3` */
async function publishToNpm(tag) {
  const version = tag.replace(/^v/u, '');
  const published = await runProgram('npm', ['view', `queueside@${version}`, 'version']);
  if (published.code === 0 && published.output.trim() === version) {
    console.log(`The npm registry already has queueside@${version}.`);
    return;
  }
  await run('npm', ['publish', '--access', 'public', '--provenance', `./${findPackage('.tgz')}`]);
}

/** @param {string} tag */
async function publishToGitHub(tag) {
  const files = [findPackage('.vsix'), findPackage('.tgz')];
  const existing = await runProgram('gh', ['release', 'view', tag]);
  if (existing.code === 0) await run('gh', ['release', 'upload', tag, '--clobber', ...files]);
  else await run('gh', ['release', 'create', tag, '--verify-tag', '--notes-file', 'notes.md', ...files]);
}

await runMain(async () => {
  const [place, tag] = process.argv.slice(2);
  if (tag === undefined) throw new SetupFailure('Usage: node test/support/publish.mjs npm|github TAG');
  if (place === 'npm') await publishToNpm(tag);
  else if (place === 'github') await publishToGitHub(tag);
  else throw new SetupFailure(`Cannot publish to ${place}: use npm or github.`);
});
