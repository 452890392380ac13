// npm run package: the production build, packed into dist/queueside-<version>.vsix.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProject } from './build.mjs';
import { installProject } from './install.mjs';
import { packExtension } from './packExtension.mjs';
import { runMain } from './setupFailure.mjs';

process.chdir(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
await runMain(async () => {
  await installProject();
  await buildProject(['--production']);
  const packed = await packExtension('dist');
  console.log(`${packed.path} (${(packed.bytes / 1024).toFixed(0)} KiB)`);
});
