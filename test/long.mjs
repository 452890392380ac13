// npm run test:long [-- stage…] [--grep text]: the stages whose tests have a long form, in that form; hours, not minutes.
/** What asks for the long form of each test; what you have set yourself stays. */
const LONG_FORMS = {
  QUEUESIDE_SEED: 'random',
  QUEUESIDE_HISTORIES: '1000000',
  QUEUESIDE_PROPERTY_RUNS: '5000',
  QUEUESIDE_CRASH_RUNS: '2000',
  QUEUESIDE_PAUSE_RUNS: '50',
  QUEUESIDE_DAMAGE: 'all',
  QUEUESIDE_FLIP_ROUNDS: '5000',
  QUEUESIDE_TRAFFIC_ROUNDS: '10000',
  QUEUESIDE_RUNTIME_ROUNDS: '5000',
  QUEUESIDE_SUSPENDED_SECONDS: '60',
  QUEUESIDE_COPIED_FROM_MOTO: '1000',
  QUEUESIDE_SLOW_CLIENTS: 'each way',
  QUEUESIDE_CONFORMANCE_THROUGH: 'gateway',
  QUEUESIDE_STAGE_MINUTES: '600',
};

for (const [name, value] of Object.entries(LONG_FORMS)) process.env[name] ??= value;
const isStageNamed = process.argv[2] !== undefined && !process.argv[2].startsWith('-');
if (!isStageNamed) process.argv.splice(2, 0, 'property', 'conformance', 'crash');
await import('./run.mjs');
