import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { AskedEffect } from '../../../broker/protocol/gateway.ts';
import { GATHER_MS } from '../../../extension/remote/programs/gatherMs.ts';
import {
  type Agreement,
  LaunchConsent,
  type LaunchQuestion,
  NOTICE_MS,
  QUIET_MS,
} from '../../../extension/remote/programs/launchConsent.ts';
import type { LaunchReply } from '../../../extension/remote/programs/launchDialog.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

interface Shown {
  readonly how: 'dialog' | 'notice';
  readonly queues: Readonly<Record<string, readonly string[]>>;
  reply(reply: LaunchReply): Promise<void>;
}

/** The questions of one launch, with a user who answers when the test says so. */
class World {
  readonly schedule = new ManualSchedule();
  readonly shown: Shown[] = [];
  readonly answers: string[] = [];
  readonly agreed: Agreement[] = [];
  readonly late: string[] = [];
  readonly consent = new LaunchConsent({
    schedule: this.schedule.after,
    askByDialog: (ask) => this.show('dialog', ask.queues),
    askByNotice: (ask) => this.show('notice', ask.queues),
    describe: () => ({ connection: 'orders prod', place: [] }),
    agree: (agreement) => this.agreed.push(agreement),
    answer: (questionId, answer) => this.answers.push(`${questionId} ${answer}`),
    tellLate: (program) => this.late.push(program),
  });

  /** All questions of now, after they were gathered. */
  async ask(...questions: readonly LaunchQuestion[]): Promise<void> {
    this.consent.update(questions);
    await this.pass();
  }

  async pass(): Promise<void> {
    this.schedule.advance(GATHER_MS);
    await Promise.resolve();
  }

  private show(how: Shown['how'], queues: ReadonlyMap<AskedEffect, readonly string[]>): Promise<LaunchReply> {
    return new Promise((resolve) =>
      this.shown.push({
        how,
        queues: Object.fromEntries(queues),
        reply: async (reply) => {
          resolve(reply);
          // What follows the answer is in microtasks of its own.
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
          await this.pass();
        },
      }),
    );
  }
}

function question(questionId: string, queue: string, effect: AskedEffect = 'consume'): LaunchQuestion {
  const action = effect === 'consume' ? 'ReceiveMessage' : 'SendMessage';
  return {
    kind: 'launch',
    questionId,
    program: 'worker',
    accessKeyId: 'QS1',
    effect,
    action,
    queues: [queue],
  };
}

const seen = ({ shown }: World) => shown.map(({ how, queues }) => [how, queues]);

describe('What a user says about a launch', () => {
  it('is one dialog for all queues that the program asks about in a moment', async () => {
    const world = new World();
    world.consent.update([question('1', 'orders')]);
    world.schedule.advance(GATHER_MS - 1);
    assert.equal(world.shown.length, 0);
    world.consent.update([
      question('1', 'orders'),
      question('2', 'invoices'),
      question('3', 'audit', 'change'),
    ]);
    world.schedule.advance(1);
    assert.deepEqual(seen(world), [['dialog', { consume: ['orders', 'invoices'], change: ['audit'] }]]);
    await world.shown[0]?.reply('yes');
    assert.deepEqual(world.agreed, [
      { effect: 'consume', queues: ['orders', 'invoices'] },
      { effect: 'change', queues: ['audit'] },
    ]);
    assert.deepEqual(world.answers, ['1 yes', '2 yes', '3 yes']);
    assert.deepEqual([world.shown.length, world.late], [1, []]);
  });

  it('is not asked again', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('yes');
    await world.ask(question('2', 'orders'));
    assert.deepEqual([world.answers, world.shown.length], [['1 yes', '2 yes'], 1]);
    assert.deepEqual(world.consent.agreements, [{ effect: 'consume', queues: ['orders'] }]);
  });

  it('also counts if it was no', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('no');
    await world.ask(question('2', 'orders'));
    assert.deepEqual([world.answers, world.shown.length], [['1 no', '2 no'], 1]);
    assert.deepEqual([world.agreed, world.consent.agreements], [[], []]);
  });

  it('is for this call only if the dialog was closed, and the next dialog comes 30 s later', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('dismissed');
    await world.ask(question('2', 'orders'));
    assert.deepEqual([world.answers, world.shown.length], [['1 notNow', '2 notNow'], 1]);
    assert.equal(world.consent.hasDeclined, false);
    world.schedule.advance(QUIET_MS);
    await world.ask(question('3', 'orders'));
    assert.deepEqual(seen(world)[1], ['dialog', { consume: ['orders'] }]);
    await world.shown[1]?.reply('yes');
    assert.deepEqual(world.answers.slice(2), ['3 yes']);
  });

  it('leaves other queues alone if the dialog was closed', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('dismissed');
    await world.ask(question('2', 'invoices'));
    assert.deepEqual(seen(world)[1], ['dialog', { consume: ['invoices'] }]);
  });

  it('can be asked again after a no', async () => {
    const world = new World();
    await world.consent.askAgain();
    assert.equal(world.shown.length, 0);
    await world.ask(question('1', 'orders'), question('2', 'audit', 'change'));
    await world.shown[0]?.reply('no');
    for (const reply of ['dismissed', 'no'] as const) {
      void world.consent.askAgain();
      await world.shown.at(-1)?.reply(reply);
      assert.equal(world.consent.hasDeclined, true);
    }
    void world.consent.askAgain();
    assert.deepEqual(seen(world).at(-1), ['dialog', { consume: ['orders'], change: ['audit'] }]);
    await world.shown.at(-1)?.reply('yes');
    assert.deepEqual([world.shown.length, world.consent.hasDeclined], [4, false]);
    assert.deepEqual(world.agreed, [
      { effect: 'consume', queues: ['orders'] },
      { effect: 'change', queues: ['audit'] },
    ]);
    await world.ask(question('3', 'orders'));
    assert.deepEqual(world.answers, ['1 no', '2 no', '3 yes']);
  });

  it('is a notification for another queue with the same effect, after a yes', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('yes');
    await world.ask(question('2', 'invoices'));
    await world.shown[1]?.reply('yes');
    await world.ask(question('3', 'audit'));
    assert.deepEqual(seen(world), [
      ['dialog', { consume: ['orders'] }],
      ['notice', { consume: ['invoices'] }],
      ['notice', { consume: ['audit'] }],
    ]);
    assert.deepEqual(world.answers, ['1 yes', '2 yes']);
  });

  it('is a dialog for another effect', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('yes');
    await world.ask(question('2', 'orders', 'change'));
    assert.deepEqual(seen(world)[1], ['dialog', { change: ['orders'] }]);
  });

  for (const what of ['overlooked', 'closed'] as const) {
    it(`is a dialog when its notification was ${what}, and the program asks again`, async () => {
      const world = new World();
      await world.ask(question('1', 'orders'));
      await world.shown[0]?.reply('yes');
      await world.ask(question('2', 'invoices'));
      if (what === 'closed') await world.shown[1]?.reply('dismissed');
      await world.ask(question('2', 'invoices'));
      assert.equal(world.shown.length, 2);
      await world.ask();
      await world.ask(question('3', 'invoices'));
      assert.deepEqual(seen(world)[2], ['dialog', { consume: ['invoices'] }]);
      await world.shown[2]?.reply('yes');
      // The notification is still there.
      await world.shown[1]?.reply('no');
      assert.deepEqual(world.answers, ['1 yes', '3 yes']);
      assert.deepEqual(world.consent.agreements, [{ effect: 'consume', queues: ['orders', 'invoices'] }]);
    });
  }

  for (const found of ['dialog', 'notice'] as const) {
    it(`is a dialog while the program waits and there is no answer to the notification; the ${found} counts`, async () => {
      const world = new World();
      await world.ask(question('1', 'orders'));
      await world.shown[0]?.reply('yes');
      await world.ask(question('2', 'invoices'));
      world.schedule.advance(NOTICE_MS);
      await world.pass();
      assert.deepEqual(seen(world)[2], ['dialog', { consume: ['invoices'] }]);
      const [first, second] = found === 'dialog' ? [2, 1] : [1, 2];
      await world.shown[first]?.reply('no');
      await world.shown[second]?.reply('yes');
      assert.deepEqual([world.answers, world.shown.length], [['1 yes', '2 no'], 3]);
    });
  }

  it('is no dialog when the program no longer waits for the answer to a notification, or has one', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.shown[0]?.reply('yes');
    await world.ask(question('2', 'invoices'));
    await world.ask();
    await world.ask(question('3', 'audit'));
    await world.shown[2]?.reply('yes');
    world.schedule.advance(NOTICE_MS);
    await world.pass();
    assert.equal(world.shown.length, 3);
  });

  it('asks nothing for a program that has ended before the dialog', async () => {
    const world = new World();
    world.consent.update([question('1', 'orders')]);
    await world.ask();
    assert.deepEqual(world.shown, []);
  });

  it('says that an answer was too late, and lets the next calls pass', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.ask();
    await world.shown[0]?.reply('yes');
    assert.deepEqual([world.late, world.answers], [['worker'], []]);
    assert.deepEqual(world.agreed, [{ effect: 'consume', queues: ['orders'] }]);
  });

  it('answers the question that the program asked again while the dialog was open', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.ask();
    await world.ask(question('2', 'orders'));
    assert.equal(world.shown.length, 1);
    await world.shown[0]?.reply('yes');
    assert.deepEqual([world.late, world.answers, world.shown.length], [[], ['2 yes'], 1]);
  });

  it('asks what came up during a dialog after it', async () => {
    const world = new World();
    await world.ask(question('1', 'orders'));
    await world.ask(question('1', 'orders'), question('2', 'orders', 'change'));
    await world.shown[0]?.reply('no');
    assert.deepEqual(seen(world), [
      ['dialog', { consume: ['orders'] }],
      ['dialog', { change: ['orders'] }],
    ]);
  });
});
