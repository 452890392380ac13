// npm start [-- options]: VS Code with Queueside and a sample workspace that is kept between starts; --help tells the rest.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProject } from './support/build.mjs';
import { installProject } from './support/install.mjs';
import { runMain } from './support/setupFailure.mjs';
import { exitOnSignals, waitForSignal, watchNpm } from './support/signals.mjs';
import { refuseSecondStart } from './support/start/lastStart.mjs';
import { HELP, readStartOptions } from './support/start/options.mjs';
import { openEditor } from './support/start/openEditor.mjs';
import { beginAgain, describeKept, prepareKeptSample } from './support/start/keptFiles.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

await runMain(async () => {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  exitOnSignals();
  const stopWatching = watchNpm(() => process.exit(1));
  const kept = describeKept(root);
  await refuseSecondStart(kept.lastStart);
  if (options.fresh && !(await beginAgain(kept, options.yes))) return;

  console.log('[1/4] Packages (0.7 GB of disk; installed once)');
  if (!(await installProject())) console.log('      Already installed.');
  console.log('[2/4] Building the extension and the broker');
  await buildProject();
  const editor = await openEditor(kept, options, () => prepareKeptSample(kept));
  stopWatching();
  const signalled = waitForSignal();
  const isAsked = await Promise.race([signalled.then(() => true), editor.ended.then(() => false)]);
  console.log(isAsked ? '\nEnding VS Code…' : '\nVS Code has ended.');
  await editor.stop();
  console.log(`Your files, settings and messages stay in ${join('.cache', 'start')} for the next start.`);
  // Timers and sockets of what has ended need no waiting for.
  process.exit(0);
});
