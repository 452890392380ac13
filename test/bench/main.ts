import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchCase, Figure } from './benchCase.ts';
import { clockJumpCase } from './cases/clockJump.ts';
import { controlChannelCase } from './cases/controlChannel.ts';
import { drainCase } from './cases/drain.ts';
import { durabilityCase, recoveryCase } from './cases/durability.ts';
import { encryptionCase } from './cases/encryption.ts';
import { gatewayCase } from './cases/gateway.ts';
import { largeBodiesCase } from './cases/largeBodies.ts';
import { latenessCase } from './cases/lateness.ts';
import { latencyCase } from './cases/latency.ts';
import { longPollCase } from './cases/longPoll.ts';
import { memoryCase } from './cases/memory.ts';
import { messageEditorCase } from './cases/messageEditor.ts';
import { metricsCase } from './cases/metrics.ts';
import { peersCase } from './cases/peers.ts';
import { peerStartsCase } from './cases/peerStarts.ts';
import { engineCase } from './cases/engineAlone.ts';
import { longPollCrowdCase } from './cases/longPollCrowd.ts';
import { scaleBacklogCase } from './cases/scaleBacklog.ts';
import {
  scaleConnectionsCase,
  scaleGroupsCase,
  scaleInFlightCase,
  scaleQueuesCase,
} from './cases/scaleCounts.ts';
import { extensionHostCase } from './cases/extensionHost.ts';
import { journalCase } from './cases/journalAlone.ts';
import { fifoCase, queuesCase } from './cases/scale.ts';
import { profilesCase } from './cases/profiles.ts';
import { poolsCase } from './cases/pools.ts';
import { functionsCase } from './cases/functions.ts';
import { runtimeApiCase } from './cases/runtimeApi.ts';
import { batchSendCase, frontCase, plainSendCase, querySendCase, sendCase } from './cases/send.ts';
import { idleMemoryCase, startCase } from './cases/start.ts';
import { templatesCase } from './cases/templates.ts';
import { timerHeapCase } from './cases/timerHeap.ts';
import { scalingPanelCase } from './cases/scalingPanel.ts';
import { tracePanelCase } from './cases/tracePanel.ts';

const CASES: readonly BenchCase[] = [
  startCase,
  idleMemoryCase,
  timerHeapCase,
  engineCase,
  metricsCase,
  clockJumpCase,
  poolsCase,
  journalCase,
  frontCase,
  runtimeApiCase,
  functionsCase,
  templatesCase,
  profilesCase,
  sendCase,
  plainSendCase,
  querySendCase,
  batchSendCase,
  drainCase,
  latencyCase,
  longPollCase,
  longPollCrowdCase,
  gatewayCase,
  controlChannelCase,
  fifoCase,
  queuesCase,
  latenessCase,
  memoryCase,
  durabilityCase,
  encryptionCase,
  recoveryCase,
  extensionHostCase,
  tracePanelCase,
  scalingPanelCase,
  largeBodiesCase,
  messageEditorCase,
];

/** Too large for a run of everything: they take minutes and GiB of memory and disk. */
const CASES_ON_REQUEST: readonly BenchCase[] = [
  scaleBacklogCase,
  scaleInFlightCase,
  scaleGroupsCase,
  scaleQueuesCase,
  scaleConnectionsCase,
];

const HELP = `npm run bench -- [--quick] [--json FILE] [--only NAME] [--peers]

Measures the broker beside a bare node:http server, the extension in its host, and the trace panel in a browser, and prints a table.
  --quick      smaller backlogs and shorter rounds
  --peers      also installs other emulators from their registries (with npm, Maven and Go), in a folder that git
               ignores, and runs some of it on them
  --json FILE  also writes the figures as JSON
  --only NAME  runs one of: ${CASES.map(({ name }) => name).join(', ')};
               or of these, which run on request only: ${CASES_ON_REQUEST.map(({ name }) => name).join(', ')};
               "scale" runs all of the latter
`;

/** The one of that name, else those whose names begin with its words. */
function chooseByName(name: string, cases: readonly BenchCase[]): readonly BenchCase[] {
  const named = cases.filter((each) => each.name === name);
  return named.length > 0 ? named : cases.filter((each) => each.name.startsWith(`${name} `));
}

function formatRow({ name, value, target = '', holds }: Figure): string {
  const verdict = holds === undefined ? '' : holds ? 'holds' : 'MISSED';
  return `${name.padEnd(52)} ${value.padStart(22)}  ${target.padEnd(14)} ${verdict}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      only: { type: 'string' },
      peers: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const all = values.peers ? [...CASES, peerStartsCase, peersCase] : CASES;
  const chosen = values.only === undefined ? all : chooseByName(values.only, [...all, ...CASES_ON_REQUEST]);
  if (chosen.length === 0) throw new Error(`there is no measurement named ${values.only}`);
  console.log(`Node ${process.version}, ${availableParallelism()} cores${values.quick ? ', quick' : ''}\n`);
  const figures: Figure[] = [];
  for (const benchCase of chosen) {
    for (const row of await benchCase.run({ isQuick: values.quick })) {
      figures.push(row);
      console.log(formatRow(row));
    }
  }
  if (values.json !== undefined) {
    writeFileSync(
      values.json,
      `${JSON.stringify({ node: process.version, quick: values.quick, figures }, null, 2)}\n`,
    );
  }
}

await main();
