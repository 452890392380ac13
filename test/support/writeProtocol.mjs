// npm run protocol: writes the lists of findings, what docs/protocol.md and docs/protocol.schema.json say of the methods, and
// the faults and actions in the schemas of the definitions and of the credentials file, from the rules and the declarations.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installProject } from './install.mjs';
import { findProjectRoot } from './project.mjs';
import { findTool } from './projectTools.mjs';
import { runMain } from './setupFailure.mjs';
import { writeFindings } from './writeFindings.mjs';

process.chdir(findProjectRoot());
await runMain(async () => {
  await installProject();
  await writeFindings();
  const { build } = await import('esbuild');
  const outdir = join('out', 'protocol');
  await build({
    entryPoints: [
      'test/support/protocolPages.ts',
      'test/support/faultPages.ts',
      'test/support/policyPages.ts',
    ],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // What is not the project's own is imported from its folder.
    packages: 'external',
  });
  const { printSchema, putMethods } = await import(pathToFileURL(join(outdir, 'protocolPages.mjs')).href);
  const { putFaultSchema, putFaultTable } = await import(pathToFileURL(join(outdir, 'faultPages.mjs')).href);
  const page = join('docs', 'protocol.md');
  writeFileSync(page, putFaultTable(putMethods(readFileSync(page, 'utf8'))));
  const definitions = join('extension', 'schemas', 'queueside.schema.json');
  writeFileSync(definitions, putFaultSchema(readFileSync(definitions, 'utf8')));
  const { putPolicyActions } = await import(pathToFileURL(join(outdir, 'policyPages.mjs')).href);
  const credentials = join('extension', 'schemas', 'queueside.credentials.schema.json');
  writeFileSync(credentials, putPolicyActions(readFileSync(credentials, 'utf8')));
  const formatted = spawnSync(
    process.execPath,
    [findTool('biome'), 'format', '--write', definitions, credentials],
    {
      encoding: 'utf8',
    },
  );
  if (formatted.status !== 0) throw new Error(`The schemas could not be formatted: ${formatted.stderr}`);
  writeFileSync(join('docs', 'protocol.schema.json'), printSchema());
});
