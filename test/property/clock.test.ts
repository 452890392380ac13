import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { TimedBroker, WAITS } from '../support/timedBroker.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

type Step =
  | { readonly do: 'send'; readonly delaySeconds: number }
  | { readonly do: 'sendOrdered'; readonly id: number }
  | { readonly do: 'receive' | 'change'; readonly visibilitySeconds: number }
  | { readonly do: 'purge' | 'deleteQueue' | 'createQueue' }
  | { readonly do: 'run' | 'sleep' | 'setWall' | 'advance'; readonly ms: number }
  | { readonly do: 'reset' }
  | { readonly do: 'restart'; readonly inOrder: boolean; readonly downMs: number }
  | { readonly do: 'reboot'; readonly inOrder: boolean; readonly downMs: number; readonly stepMs: number };

const steps = fc.constantFrom(0, -1, 999, -HOUR, HOUR, -DAY, -400 * DAY, 400 * DAY, -1_700_000_000_000);
const span = fc.constantFrom(1, 999, 1000, 7 * SECOND, 61 * SECOND, 299 * SECOND, 2 * HOUR);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('send' as const), delaySeconds: fc.constantFrom(0, 0, 5, 900) }),
  fc.record({ do: fc.constant('sendOrdered' as const), id: fc.nat(2) }),
  fc.record({
    do: fc.constantFrom('receive' as const, 'change' as const),
    visibilitySeconds: fc.constantFrom(1, 30, 3600),
  }),
  fc.record({ do: fc.constantFrom('purge' as const, 'deleteQueue' as const, 'createQueue' as const) }),
  fc.record({ do: fc.constantFrom('run' as const, 'sleep' as const), ms: span }),
  fc.record({ do: fc.constant('setWall' as const), ms: steps }),
  fc.record({ do: fc.constant('advance' as const), ms: span }),
  fc.record({ do: fc.constant('reset' as const) }),
  fc.record({ do: fc.constant('restart' as const), inOrder: fc.boolean(), downMs: span }),
  fc.record({ do: fc.constant('reboot' as const), inOrder: fc.boolean(), downMs: span, stepMs: steps }),
);

const CRASH_AND_CLOCK_SET_BACK: Step = { do: 'reboot', inOrder: false, downMs: 1000, stepMs: -DAY };
const ALMOST_A_SECOND: Step = { do: 'run', ms: 999 };
const SEND: Step = { do: 'send', delaySeconds: 0 };
/** Waits that begin as late as they can without another mark of the clock on the disk. */
const JUST_BEHIND_THE_MARK: readonly (readonly Step[])[] = [
  [ALMOST_A_SECOND, { do: 'send', delaySeconds: 5 }],
  [ALMOST_A_SECOND, { do: 'sendOrdered', id: 0 }],
  [SEND, ALMOST_A_SECOND, { do: 'receive', visibilitySeconds: 30 }],
  [
    SEND,
    { do: 'receive', visibilitySeconds: 3600 },
    ALMOST_A_SECOND,
    { do: 'change', visibilitySeconds: 30 },
  ],
  [ALMOST_A_SECOND, { do: 'purge' }],
  [ALMOST_A_SECOND, { do: 'deleteQueue' }],
];

const RESET: Step = { do: 'reset' };
const SEND_ORDERED: Step = { do: 'sendOrdered', id: 0 };
const REBOOT: Step = { do: 'reboot', inOrder: true, downMs: 1, stepMs: 0 };
/** Waits that are over when the clock is set back: what was written of them is not young again after a restart. */
const OVER_BEFORE_THE_CLOCK_IS_SET_BACK: readonly (readonly Step[])[] = [
  [
    { do: 'reboot', inOrder: false, downMs: 1, stepMs: -DAY },
    SEND_ORDERED,
    { do: 'restart', inOrder: false, downMs: 2 * HOUR },
    RESET,
    REBOOT,
  ],
  [
    SEND_ORDERED,
    { do: 'advance', ms: 2 * HOUR },
    { do: 'sendOrdered', id: 1 },
    RESET,
    { do: 'restart', inOrder: true, downMs: 1 },
  ],
  [
    SEND_ORDERED,
    { do: 'advance', ms: 299 * SECOND },
    { do: 'restart', inOrder: true, downMs: 7 * SECOND },
    RESET,
    REBOOT,
  ],
  [
    { do: 'reboot', inOrder: false, downMs: 1, stepMs: -DAY },
    { do: 'deleteQueue' },
    { do: 'run', ms: 2 * HOUR },
    { do: 'createQueue' },
    RESET,
    { do: 'restart', inOrder: false, downMs: 1 },
  ],
];

/** What is left of every wait, by what really passes. */
class Expectation {
  private left: Map<string, number>;
  private readonly broker: TimedBroker;

  constructor(broker: TimedBroker) {
    this.broker = broker;
    this.left = broker.readWaits();
  }

  /** Something was done to the queues, and waits began. */
  adopt(): void {
    this.left = this.broker.readWaits();
    for (const [name, ms] of this.left) assert.ok(ms <= this.broker.fullLengthOf(name), name);
  }

  /** Every wait has `ms` less. */
  pass(ms: number): void {
    for (const [name, left] of this.left) {
      if (left > ms) this.left.set(name, left - ms);
      else this.left.delete(name);
    }
    // What waited for a message ends with it.
    for (const name of this.left.keys()) {
      const message = WAITS.messageOf(name);
      if (message !== undefined && !this.left.has(WAITS.retention(message))) this.left.delete(name);
    }
    assert.deepEqual(this.broker.readWaits(), this.left);
  }

  /** Over a reboot it is not known what passed: but no wait is longer than before, or after a crash than it ever was. */
  passReboot(inOrder: boolean): void {
    const actual = this.broker.readWaits();
    for (const [name, ms] of actual) {
      const before = this.left.get(name);
      const bound = inOrder ? before : this.broker.fullLengthOf(name);
      assert.ok(bound !== undefined && ms <= bound, `${name}: ${ms} ms left, ${before} before`);
    }
    this.left = actual;
  }
}

describe('Time, whatever happens to the machine and its clock', () => {
  it('moves no deadline within a boot, makes none longer over a reboot, and never runs backwards', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (history) => {
        const broker = new TimedBroker();
        const expected = new Expectation(broker);
        let last = broker.clock.now();
        for (const one of history) {
          switch (one.do) {
            case 'run':
            case 'sleep':
              broker.machine[one.do](one.ms);
              expected.pass(one.ms);
              break;
            case 'setWall':
              broker.machine.setWall(one.ms);
              expected.pass(0);
              break;
            case 'advance':
              broker.advance(one.ms);
              expected.pass(one.ms);
              break;
            case 'reset':
              last -= broker.reset();
              expected.pass(0);
              break;
            case 'restart':
              broker.end(one.inOrder);
              broker.machine.run(one.downMs);
              broker.start();
              expected.pass(one.downMs);
              break;
            case 'reboot':
              broker.end(one.inOrder);
              broker.machine.reboot(one.downMs);
              broker.machine.setWall(one.stepMs);
              broker.start();
              // What a crash takes from the clock is the time since its last mark.
              if (!one.inOrder) last = broker.lastMarkedAt;
              expected.passReboot(one.inOrder);
              break;
            default:
              broker.act(one);
              expected.adopt();
          }
          assert.ok(broker.clock.now() >= last, 'time ran backwards');
          last = broker.clock.now();
        }
        broker.end(true);
      }),
      {
        numRuns: 300,
        examples: [
          ...JUST_BEHIND_THE_MARK.map((waits): [Step[]] => [[...waits, CRASH_AND_CLOCK_SET_BACK]]),
          ...OVER_BEFORE_THE_CLOCK_IS_SET_BACK.map((history): [Step[]] => [[...history]]),
        ],
      },
    );
  });
});
