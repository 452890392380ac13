// node test/support/runTool.mjs TOOL|FILE [options]: a tool of the project, or a script that needs packages, which are
// installed first when they are missing: so every npm script works on a fresh clone.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installProject } from './install.mjs';
import { findTool, isTool } from './projectTools.mjs';
import { runMain } from './setupFailure.mjs';
import { exitOnSignals, watchNpm } from './signals.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);
await runMain(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  await installProject();
  const script = isTool(name) ? findTool(name) : join(root, name);
  const tool = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  process.on('exit', () => tool.kill());
  exitOnSignals();
  watchNpm(() => process.exit(1));
  tool.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
});
