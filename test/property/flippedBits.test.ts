import { Random } from '../chaos/random.ts';
import { SimulatedRound } from './simulatedRound.ts';

const ROUNDS = Number(process.env['QUEUESIDE_FLIPS'] ?? 100);
const SEED = Number(process.env['QUEUESIDE_FLIPS_SEED'] ?? 1);

describe('flipped bits under programs that use the broker', function () {
  this.timeout(600_000);

  it('cost what was hit and nothing else', async () => {
    const failures: string[] = [];
    for (let seed = SEED; seed < SEED + ROUNDS; seed++) {
      const random = new Random(seed);
      const t0 = performance.now(); const round = new SimulatedRound(random);
      try {
        for (let life = 1 + random.below(6); life > 0; life--) {
          await round.live();
          if (random.chance(60)) { round.begin(); round.flip(); round.begin(); }
        }
      } catch (error) {
        failures.push(`seed ${seed}: ${(error as Error).stack?.split('\n').slice(0, 4).join(' ')}`);
        console.log(failures.at(-1)); if (process.env['SIMLOG']) console.log(JSON.stringify(round.log.lines));
      }
      if (performance.now() - t0 > 2000) console.log('slow', seed, performance.now() - t0);
    }
    console.log(failures.join('\n'), failures.length);
  });
});
