import assert from 'node:assert/strict';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import {
  BACK_OFF_MS,
  FAILURE_WINDOW_MS,
  MAXIMUM_TRIES,
  STOPPED_MODEL,
  type SupervisorEffect,
  type SupervisorEvent,
  type SupervisorModel,
  transition,
} from '../../../extension/broker/supervisor.ts';

const INFO = { endpoint: 'http://127.0.0.1:9324' } as BrokerInfo;

/** Feeds events one after the other at the times given with them. */
class Machine {
  model: SupervisorModel<BrokerInfo> = STOPPED_MODEL;

  send(event: SupervisorEvent<BrokerInfo>, now = 0): readonly SupervisorEffect[] {
    const { model, effects } = transition(this.model, event, now);
    this.model = model;
    return effects;
  }

  run(): this {
    this.send({ kind: 'start' });
    this.send({ kind: 'connected', epoch: this.model.epoch, info: INFO });
    assert.equal(this.model.state.kind, 'running');
    return this;
  }

  crash(now: number): readonly SupervisorEffect[] {
    const { epoch } = this.model;
    return this.send({ kind: 'startFailed', epoch, failure: { kind: 'crash', reason: 'boom' } }, now);
  }
}

describe('the supervisor of the broker', () => {
  it('connects once for any number of starts', () => {
    const machine = new Machine();
    assert.deepEqual(machine.send({ kind: 'start' }), [{ kind: 'connect', epoch: 1 }]);
    assert.deepEqual(machine.send({ kind: 'start' }), []);
    machine.send({ kind: 'connected', epoch: 1, info: INFO });
    assert.deepEqual(machine.model.state, { kind: 'running', info: INFO });
    assert.deepEqual(machine.send({ kind: 'start' }), []);
  });

  it('waits longer with every failure and gives up after the last try', () => {
    const machine = new Machine().run();
    const delays: number[] = [];
    let [effect] = machine.send({ kind: 'connectionLost', epoch: 1, reason: 'killed' }, 1000);
    while (effect?.kind === 'scheduleRetry') {
      delays.push(effect.delayMs);
      assert.deepEqual(machine.model.state, {
        kind: 'restarting',
        attempt: delays.length,
        retryAt: 1000 + effect.delayMs,
      });
      assert.equal(machine.send({ kind: 'retryDue' }, 1000)[0]?.kind, 'connect');
      [effect] = machine.crash(1000);
    }
    assert.deepEqual(delays, [...BACK_OFF_MS, BACK_OFF_MS.at(-1)]);
    assert.equal(delays.length, MAXIMUM_TRIES);
    assert.deepEqual(machine.model.state, { kind: 'failed', reason: 'boom' });
  });

  it('forgives failures that lie back far enough', () => {
    const machine = new Machine().run();
    for (let crash = 0; crash < 2 * MAXIMUM_TRIES; crash += 1) {
      const now = crash * FAILURE_WINDOW_MS;
      machine.send({ kind: 'connectionLost', epoch: machine.model.epoch, reason: 'killed' }, now);
      assert.equal(machine.model.state.kind === 'restarting' && machine.model.state.attempt, 1);
      machine.send({ kind: 'retryDue' }, now);
      machine.send({ kind: 'connected', epoch: machine.model.epoch, info: INFO }, now);
    }
  });

  it('does not try again what only a person can put right', () => {
    const machine = new Machine();
    machine.send({ kind: 'start' });
    const failure = { kind: 'configuration', reason: 'bad region' } as const;
    assert.deepEqual(machine.send({ kind: 'startFailed', epoch: 1, failure }), []);
    assert.deepEqual(machine.model.state, { kind: 'failed', reason: 'bad region' });
    assert.deepEqual(machine.send({ kind: 'start' }), [{ kind: 'connect', epoch: 2 }]);
    assert.equal(machine.model.state.kind, 'starting');
  });

  it('skips the back-off when a user asks for the broker', () => {
    const machine = new Machine().run();
    machine.send({ kind: 'connectionLost', epoch: 1, reason: 'killed' });
    assert.deepEqual(machine.send({ kind: 'start' }), [
      { kind: 'cancelRetry' },
      { kind: 'connect', epoch: 2 },
    ]);
    assert.deepEqual(machine.send({ kind: 'retryDue' }), [], 'the timer may have fired already');
    assert.deepEqual(machine.send({ kind: 'start' }), []);
  });

  it('stays stopped when another window stopped the broker', () => {
    const machine = new Machine().run();
    assert.deepEqual(machine.send({ kind: 'stoppedElsewhere', epoch: 1 }), []);
    assert.equal(machine.model.state.kind, 'stopped');
  });

  const left: readonly (readonly [string, SupervisorEvent<BrokerInfo>])[] = [
    ['a success', { kind: 'connected', epoch: 1, info: INFO }],
    ['a failure', { kind: 'startFailed', epoch: 1, failure: { kind: 'crash', reason: 'late' } }],
    ['a loss', { kind: 'connectionLost', epoch: 1, reason: 'late' }],
    ['a stop elsewhere', { kind: 'stoppedElsewhere', epoch: 1 }],
    ['a retry', { kind: 'retryDue' }],
  ];
  for (const [name, event] of left) {
    it(`ignores ${name} that a connection reports after it was given up`, () => {
      const machine = new Machine();
      machine.send({ kind: 'start' });
      assert.deepEqual(machine.send({ kind: 'stop' }), [{ kind: 'cancelRetry' }, { kind: 'disconnect' }]);
      assert.deepEqual(machine.send(event), []);
      assert.equal(machine.model.state.kind, 'stopped');
      machine.send({ kind: 'start' });
      assert.deepEqual(machine.send(event), []);
      assert.equal(machine.model.state.kind, 'starting');
    });
  }
});
