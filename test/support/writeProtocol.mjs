// npm run protocol: writes what docs/protocol.md and docs/protocol.schema.json say of the methods, from their declarations.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installProject } from './install.mjs';
import { findProjectRoot } from './project.mjs';
import { runMain } from './setupFailure.mjs';

process.chdir(findProjectRoot());
await runMain(async () => {
  await installProject();
  const { build } = await import('esbuild');
  const outfile = join('out', 'protocolPages.mjs');
  await build({
    entryPoints: ['test/support/protocolPages.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const { printSchema, putMethods } = await import(pathToFileURL(outfile).href);
  const page = join('docs', 'protocol.md');
  writeFileSync(page, putMethods(readFileSync(page, 'utf8')));
  writeFileSync(join('docs', 'protocol.schema.json'), printSchema());
});
