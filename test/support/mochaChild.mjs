// The process that one suite runs in: node mochaChild.mjs '{"files":[…],"timeoutMs":10000}'. Answers its parent with MochaResults.
import { endWithParent } from './endWithParent.mjs';
import { runMocha } from './mochaRun.mjs';
import { setPropertySeed } from './propertySeed.mjs';
import { exitOnSignals } from './signals.mjs';

const LINGER_MS = 3_000;

exitOnSignals();
const stopWatching = endWithParent();

setPropertySeed();
const { files, ...options } = JSON.parse(process.argv[2] ?? '{}');
const results = await runMocha(files, options);
stopWatching();
process.send?.(results, () => process.disconnect());

// What the tests left open would keep this process alive: name it, so that it gets closed, and end.
setTimeout(() => {
  console.warn(`The suite left open: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(1);
}, LINGER_MS).unref();
