import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot } from '../project.mjs';

/** The two commands of "Build from source" in the README, as arguments of npm: the one that starts, the one that tests. */
export function readBuildCommands(): readonly [start: readonly string[], test: readonly string[]] {
  const readme = readFileSync(join(findProjectRoot(), 'README.md'), 'utf8');
  const [, block = ''] = /^## Build from source\n+```sh\n([^]*?)^```/m.exec(readme) ?? [];
  const commands = block
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/));
  const [start, test] = commands;
  if (!start || !test || commands.length > 2 || commands.some(([program]) => program !== 'npm'))
    throw new Error('README.md has not two commands of npm under "Build from source"');
  return [start.slice(1), test.slice(1)];
}
