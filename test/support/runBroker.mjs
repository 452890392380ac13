// npm run broker [-- options]: the broker alone, built first when it is not, with every option passed through.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProject } from './build.mjs';
import { installProject } from './install.mjs';
import { runMain } from './setupFailure.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = join(root, 'dist', 'broker.js');
const startFolder = process.cwd();

process.chdir(root);
// Standard output is the broker's alone: scripts read its ready line there.
console.log = console.error;
await runMain(async () => {
  if (!existsSync(program)) {
    await installProject();
    await buildProject();
  }
  const broker = spawn(process.execPath, [program, ...process.argv.slice(2)], {
    cwd: startFolder,
    stdio: 'inherit',
  });
  // Ctrl+C reaches the broker from the terminal; its end, in order, is awaited here.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => broker.kill('SIGTERM'));
  broker.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
});
