import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { openJournal } from '../../../broker/storage/openJournal.ts';
import { benchCaller } from '../benchCaller.ts';
import { type BenchCase, figure } from '../benchCase.ts';
import { inFolder } from '../inFolder.ts';
import { median } from '../statistics.ts';

const BODY = 'x'.repeat(1024);
/** Sends of one turn of the event loop, which one write takes to the disk: as with 32 busy connections. */
const SENDS_PER_TURN = 32;
const BODY_BUDGET_BYTES = 16 * 1024 * 1024;

/** The engine and its journal without any front: what is acknowledged is written, turn by turn. */
export const journalCase: BenchCase = {
  name: 'journal',
  run: ({ isQuick }) =>
    inFolder(async (folder) => {
      const journal = await openJournal({
        folder,
        durability: 'process',
        bodyBudgetBytes: BODY_BUDGET_BYTES,
      });
      if (!journal.ok) throw new Error(journal.message);
      const ports = createEngineDependencies(new ControllableClock(), journal.contents);
      const engine = createEngine(ports, { identityKey: journal.identityKey });
      const restored = journal.restore(engine);
      if (!restored.ok) throw new Error(restored.message);
      const created = createQueue(engine, { name: 'bench' }, benchCaller);
      if (!created.ok) throw new Error(created.message);
      const rates: number[] = [];
      const costs: number[] = [];
      const turns = isQuick ? 300 : 3000;
      // The first round warms the compiler up.
      for (let round = 0; round < (isQuick ? 3 : 8); round++) {
        const startedAt = performance.now();
        const before = process.cpuUsage();
        for (let turn = 0; turn < turns; turn++) {
          for (let index = 0; index < SENDS_PER_TURN; index++) {
            const sent = sendMessage(engine, created.value, { body: BODY }, benchCaller);
            if (!sent.ok) throw new Error(sent.message);
          }
          await new Promise<void>((resolve) => journal.commit(() => resolve()));
        }
        const { user, system } = process.cpuUsage(before);
        const count = turns * SENDS_PER_TURN;
        rates.push(count / ((performance.now() - startedAt) / 1000));
        costs.push((user + system) / count);
      }
      journal.close();
      return [
        figure('engine and journal alone, send 1 KB, 32 a turn', median(rates.slice(1)), '/s'),
        figure('… CPU time', median(costs.slice(1)), 'µs', 2),
      ];
    }),
};
