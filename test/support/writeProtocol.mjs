// npm run protocol: writes the lists of findings, and what docs/protocol.md and docs/protocol.schema.json say of the methods,
// from the rules and the declarations.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installProject } from './install.mjs';
import { findProjectRoot } from './project.mjs';
import { runMain } from './setupFailure.mjs';
import { writeFindings } from './writeFindings.mjs';

process.chdir(findProjectRoot());
await runMain(async () => {
  await installProject();
  await writeFindings();
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
