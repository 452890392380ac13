import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readLoadCommand } from '../../../broker/cli/loadOptions.ts';

const QUEUE = 'http://127.0.0.1:9324/000000000000/orders';

describe('The options of queueside load', () => {
  it('have defaults for all but the queue', () => {
    const command = readLoadCommand(['--queue', QUEUE]);
    assert.deepEqual(command, {
      kind: 'run',
      options: {
        queueUrl: new URL(QUEUE),
        isFifo: false,
        perSecond: 100,
        shape: 'steady',
        seed: 1,
        bodyBytes: 1024,
        durationMs: 10_000,
        connections: 8,
        groups: 0,
        attributes: {},
        template: undefined,
        output: 'text',
      },
    });
  });

  it('give a FIFO queue a message group', () => {
    const command = readLoadCommand(['--queue', `${QUEUE}.fifo`]);
    assert.ok(command.kind === 'run');
    assert.deepEqual([command.options.isFifo, command.options.groups], [true, 1]);
  });

  it('take attributes as names and values', () => {
    const command = readLoadCommand(['--queue', QUEUE, '--attributes', 'tenant=a,query=b=c']);
    assert.ok(command.kind === 'run');
    assert.deepEqual(command.options.attributes, { tenant: 'a', query: 'b=c' });
  });

  const refused: readonly [args: readonly string[], reason: RegExp][] = [
    [[], /--queue must be the URL of the queue/],
    [['--queue', 'orders'], /--queue must be a URL/],
    [['--queue', 'https://sqs.us-east-1.amazonaws.com/1/orders'], /--queue must be a URL/],
    [['--queue', 'http://127.0.0.1:9324/'], /--queue must be a URL/],
    [['--queue', QUEUE, '--rate', '-1'], /--rate/],
    [['--queue', QUEUE, '--rate', 'fast'], /--rate must be a whole number from 0 to 1000000, not 'fast'/],
    [['--queue', QUEUE, '--size', '0'], /--size must be a whole number from 1/],
    [['--queue', QUEUE, '--connections', '513'], /--connections must be a whole number from 1 to 512/],
    [['--queue', QUEUE, '--attributes', 'tenant'], /--attributes must be names and values/],
    [
      ['--queue', QUEUE, '--shape', 'round'],
      /--shape must be one of steady, ramp, bursts, poisson, not 'round'/,
    ],
    [['--queue', QUEUE, '--shape', 'ramp', '--rate', '0'], /--shape ramp needs a --rate/],
    [['--queue', QUEUE, '--shape', 'poisson', '--rate', '0'], /--shape poisson needs a --rate/],
    [['--queue', QUEUE, '--seed', 'x'], /--seed must be a whole number from 0 to 999999999, not 'x'/],
    [['--queue', QUEUE, '--speed', '9'], /--speed/],
  ];
  for (const [args, reason] of refused) {
    it(`refuse ${args.join(' ') || 'none'}`, () => {
      const command = readLoadCommand(args);
      assert.ok(command.kind === 'refused');
      assert.match(command.reason, reason);
    });
  }

  it('show their help', () => assert.equal(readLoadCommand(['--help']).kind, 'help'));
});
