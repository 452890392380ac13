import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Broker } from '../../../broker/assembly/broker.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { readCommand } from '../../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../../broker/control/channel/keepAlive.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { systemSchedule } from '../../../broker/time/schedule.ts';
import { openJournal } from '../../../broker/storage/openJournal.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { ManualMachine } from '../../support/manualMachine.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('A start after a long absence', () => {
  let folder: string;
  let machine: ManualMachine;
  let log: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-absence-'));
    machine = new ManualMachine();
    machine.run(HOUR);
    log = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function during<T>(work: (broker: Broker) => T): Promise<T> {
    const command = readCommand(['--port', '0'], {});
    const clock = new ControllableClock(machine);
    const journal = await openJournal({
      folder,
      durability: 'process',
      bodyBudgetBytes: 65_536,
      now: () => clock.now(),
    });
    assert.ok(command.kind === 'serve' && journal.ok);
    const broker = new Broker(command.config, {
      clock,
      journal,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: undefined,
      log: (line) => log.push(line),
      onStopRequested: () => undefined,
    });
    await broker.listen();
    const result = work(broker);
    await broker.close();
    return result;
  }

  /** Two messages that are kept for four days, and one that is kept for two weeks. */
  const fill = () =>
    during(({ engine }) => {
      for (const [name, retention, count] of [
        ['short', 4 * 86_400, 2],
        ['long', 14 * 86_400, 1],
      ] as const) {
        const attributes = { MessageRetentionPeriod: String(retention) };
        const queue = unwrap(createQueue(engine, { name, attributes }, caller));
        for (let sent = 0; sent < count; sent++) unwrap(sendMessage(engine, queue, { body: 'x' }, caller));
      }
    });

  const startAgain = () => during(({ recovery }) => recovery);

  it('says how many messages it drops when the machine was off for days', async () => {
    await fill();
    machine.reboot(5 * DAY);
    const recovery = await startAgain();
    assert.equal(recovery?.messages, 3);
    assert.deepEqual(recovery?.expired, { messages: 2, absenceMs: 5 * DAY, by: 'wall' });
    assert.deepEqual(log, [
      'storage: messages expired before this start: 2; the machine was restarted; according to its clock, no broker ran for 5.0 days',
    ]);
  });

  it('reports whether the machine ran or slept', async () => {
    await fill();
    machine.sleep(5 * DAY);
    assert.deepEqual((await startAgain())?.expired, { messages: 2, absenceMs: 5 * DAY, by: 'boot' });
    assert.match(log.join(), /before this start: 2; no broker ran for 5\.0 days$/);
  });

  it('says nothing when nothing is dropped, or all of it within a day', async () => {
    await fill();
    machine.sleep(3 * DAY);
    assert.equal((await startAgain())?.expired, undefined);
    machine.sleep(DAY);
    const recovery = await startAgain();
    assert.equal(recovery?.messages, 3, 'two of them are over');
    assert.equal(recovery?.expired, undefined);
    assert.deepEqual(log, []);
  });

  it('drops nothing when the wall clock was set far ahead within the boot', async () => {
    await fill();
    machine.setWall(400 * DAY);
    const recovery = await startAgain();
    assert.equal(recovery?.messages, 3);
    assert.equal(recovery?.expired, undefined);
    assert.equal(
      await during(({ engine }) => {
        engine.begin();
        return [...engine.allQueues()].reduce((sum, { messageCount }) => sum + messageCount, 0);
      }),
      3,
    );
  });
});
