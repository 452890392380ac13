import { Ledger } from '../chaos/ledger.ts';
import { Random } from '../chaos/random.ts';
import { SimulatedBroker } from './flips/simulatedBroker.ts';
import { SimulatedPrograms, Unanswered } from './flips/simulatedPrograms.ts';

const ROUNDS = Number(process.env['QUEUESIDE_FLIP_ROUNDS'] ?? 200);
const SEED = Number(process.env['QUEUESIDE_FLIP_SEED'] ?? 1);
const LIVES = 6;
const STEPS = 120;
const FLIPS = 6;

/** Programs use one broker after another, and bits are flipped between two of them. */
async function playRound(seed: number): Promise<void> {
  const random = new Random(seed);
  const ledger = new Ledger();
  const broker = new SimulatedBroker(ledger, random);
  const programs = new SimulatedPrograms(broker.harness, ledger, random, broker.canUndo);
  const { history } = programs;
  try {
    for (let lives = 1 + random.below(LIVES); lives > 0; lives--) {
      await live(programs, random.below(STEPS));
      broker.end(random.chance(50));
      history.push('start');
      // Which messages the records have is known when what was not answered is.
      broker.begin();
      if (!random.chance(60)) continue;
      const flips = broker.flip(random, 1 + random.below(FLIPS));
      history.push(`start after flips: ${JSON.stringify(flips.flips)}`);
      broker.begin(flips);
      history.push('start');
      broker.begin();
    }
  } catch (error) {
    const { stack } = error as Error;
    throw new Error(`seed ${seed}: ${stack}\n${history.join('\n')}`, { cause: error });
  }
}

async function live(programs: SimulatedPrograms, steps: number): Promise<void> {
  programs.begin();
  try {
    for (let count = steps; count > 0; count--) await programs.step();
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
  }
}

describe('flipped bits in a folder that programs use', function () {
  this.timeout(60_000 + ROUNDS * 1000);

  it(`cost what they hit and nothing else, in ${ROUNDS} rounds from seed ${SEED}`, async () => {
    for (let seed = SEED; seed < SEED + ROUNDS; seed++) await playRound(seed);
  });
});
