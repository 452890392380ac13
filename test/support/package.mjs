// npm run package: the production build, packed into dist/queueside-<version>.vsix (the extension) and
// dist/queueside-<version>.tgz (the command line, for npm).
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProject } from './build.mjs';
import { installProject } from './install.mjs';
import { packCommandLine } from './packCommandLine.mjs';
import { packExtension } from './packExtension.mjs';
import { runMain } from './setupFailure.mjs';

process.chdir(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
await runMain(async () => {
  await installProject();
  await buildProject(['--production']);
  for (const pack of [packExtension, packCommandLine]) {
    const packed = await pack('dist');
    console.log(`${packed.path} (${(packed.bytes / 1024).toFixed(0)} KiB)`);
  }
});
