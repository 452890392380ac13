// The process of a stage that runs beside another: node stageChild.mjs '{"name":"panels","selection":{…}}'. It prints what the
// stage prints, and answers its parent with the outcome.
import { endWithParent } from './endWithParent.mjs';
import { exitOnSignals } from './signals.mjs';
import { stages } from './stages.mjs';

exitOnSignals();
const stopWatching = endWithParent();
const { name, grep, selection } = JSON.parse(process.argv[2] ?? '{}');
const stage = stages.find((other) => other.name === name);
if (stage === undefined) throw new Error(`No stage is called ${name}.`);
const outcome = await stage.run(grep, selection);
stopWatching();
process.send?.(outcome, () => process.disconnect());
