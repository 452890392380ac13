// npm run bench: builds the programs as they are shipped, bundles the measurements, and runs them.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildProject } from '../support/build.mjs';
import { installProject } from '../support/install.mjs';
import { runMain } from '../support/setupFailure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
await runMain(async () => {
  await installProject();
  await buildProject(['--production']);
  // Only now is the bundler sure to be installed.
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: ['test/bench/main.ts', 'test/bench/runtimeServer.ts', 'test/bench/bareRuntimeServer.ts'],
    outdir: 'out/bench',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  await esbuild.build({
    entryPoints: { hostIndex: 'test/bench/host/index.ts' },
    outdir: 'out/bench',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    // As the bundles that ship: jsonc-parser's main file requires what a bundler does not find.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const bench = spawn(process.execPath, ['--expose-gc', 'out/bench/main.mjs', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  bench.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
});
