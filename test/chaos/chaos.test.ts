import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, type FaultName } from './faults.ts';
import { Random } from './random.ts';
import { Round } from './round.ts';

/** The long form looks for new plans; the short one plays the same ones each time, so that a change is what breaks it. */
const IS_LONG = process.env.QUEUESIDE_CHAOS_ROUNDS !== undefined;
const ROUNDS = Number(process.env.QUEUESIDE_CHAOS_ROUNDS ?? 30);
/** Of the first round; those of the others follow. */
const SEED = Number(
  process.env.QUEUESIDE_CHAOS_SEED ?? (IS_LONG ? Math.floor(Math.random() * 1_000_000) * 1000 : 1),
);
const NAMES = Object.keys(FAULTS) as FaultName[];
/** It takes several seconds each time. */
const SLOW: FaultName = 'paused owner';

/** What came of all lives under one fault. */
interface Row {
  rounds: number;
  kills: number;
  sends: number;
  answers: number;
  lost: number;
  reported: number;
}

/** The faults of a round: each comes first in its turn, others follow at random. */
function planFaults(seed: number, random: Random): readonly FaultName[] {
  const first = NAMES[seed % NAMES.length] as FaultName;
  const others = NAMES.filter((name) => name !== SLOW);
  return [first, ...Array.from({ length: random.below(3) }, () => random.pick(others))];
}

describe('a broker in chaos', function () {
  this.timeout(120_000 + ROUNDS * 60_000);
  const table = new Map<FaultName, Row>(
    NAMES.map((name) => [name, { rounds: 0, kills: 0, sends: 0, answers: 0, lost: 0, reported: 0 }]),
  );
  const flipped = new Map<string, number>();

  after(() => {
    console.table(Object.fromEntries(table));
    if (flipped.size === 0) return;
    console.log(`Flipped bits: ${[...flipped].map(([target, count]) => `${target} ${count}`).join(', ')}`);
  });

  async function playRound(seed: number): Promise<void> {
    const random = new Random(seed);
    const faults = planFaults(seed, random);
    const scratch = mkdtempSync(join(tmpdir(), 'queueside-chaos-'));
    const round = new Round({
      scratch,
      seed,
      isSealed: random.chance(50),
      hasSmallDisk: faults.includes('full disk'),
      timeLibrary: faults.includes('clock step') ? process.env.FAKETIME_LIBRARY : undefined,
    });
    try {
      await round.prepare();
      for (const name of faults) await count(round, name);
      const last = await round.begin();
      await round.finish(last);
    } catch (error) {
      const what = `seed ${seed}: ${faults.join(', ')}${round.isSealed ? ', encrypted' : ''}`;
      const flips = `flipped ${JSON.stringify(round.flips)}`;
      throw new Error(`${what}; ${flips}\n${(error as Error).stack}`, { cause: error });
    } finally {
      await round.end();
      rmSync(scratch, { recursive: true, force: true });
      for (const { target } of round.flips) flipped.set(target, (flipped.get(target) ?? 0) + 1);
    }
  }

  /** Plays one fault, and adds what came of it to its row. */
  async function count(round: Round, name: FaultName): Promise<void> {
    const before = measure(round);
    await FAULTS[name](round);
    const row = table.get(name) as Row;
    row.rounds++;
    for (const [key, value] of Object.entries(measure(round)) as [keyof typeof before, number][]) {
      row[key] += value - before[key];
    }
  }

  function measure({ kills, lost, reported, ledger: { sends, answers } }: Round) {
    return { kills, lost, reported, sends, answers };
  }

  it(`loses nothing that it acknowledged, and reports what it has to give up, in ${ROUNDS} rounds from seed ${SEED}`, async () => {
    for (let number = 0; number < ROUNDS; number++) await playRound(SEED + number);
    if (ROUNDS < NAMES.length) return;
    for (const [name, { rounds, kills, sends }] of table) {
      assert.ok(rounds > 0 && kills > 0 && sends > 0, `nothing happened under ${name}`);
    }
  });
});
