import assert from 'node:assert/strict';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import {
  describeEnvironment,
  describeInvocationAt,
} from '../../../../webview/trace/lanes/describeInvocation.ts';
import { EnvironmentList, findInvocation } from '../../../../webview/trace/lanes/environmentList.ts';
import { EventLog } from '../../../../webview/trace/log/eventLog.ts';
import type { InvocationTrack } from '../../../../webview/trace/log/invocationTracks.ts';
import { makeBatches } from '../../../support/functions/batchSamples.ts';

const EVENTS = makeBatches();

function follow(events: readonly TraceEvent[], capacity = 1000): EventLog {
  const log = new EventLog(capacity);
  log.append({ events, start: 'snapshot', startedAt: 0, dropped: 0 });
  return log;
}

const summarize = ({ counts, messages, isCold, error, errorLine, end }: InvocationTrack) => ({
  ...counts,
  messages,
  ...(isCold ? { isCold } : {}),
  ...(error === undefined ? {} : { error }),
  ...(errorLine === undefined ? {} : { errorLine }),
  ...(end === undefined ? { goesOn: true } : {}),
});

describe('the invocations of a trace', () => {
  it('are below each other by environment, the environments by function', () => {
    const lanes = follow(EVENTS).invocations.list();
    assert.deepEqual(
      lanes.map(({ name, invocations }) => [name, invocations.map(summarize)]),
      [
        [
          'resize #1',
          [
            { deleted: 10, failed: 0, ignored: 0, messages: 10, isCold: true },
            { deleted: 4, failed: 0, ignored: 0, messages: 4, errorLine: 'ERROR image 12 has no width' },
            { deleted: 0, failed: 0, ignored: 0, messages: 5, goesOn: true },
          ],
        ],
        [
          'resize #2',
          [
            { deleted: 4, failed: 2, ignored: 0, messages: 6, isCold: true },
            {
              deleted: 0,
              failed: 10,
              ignored: 0,
              messages: 10,
              error: 'Sandbox.Timedout: Task timed out after 3.00 seconds',
            },
          ],
        ],
        [
          'mail #1',
          [
            { deleted: 2, failed: 0, ignored: 1, messages: 3, isCold: true },
            { deleted: 31, failed: 9, ignored: 0, messages: 40 },
          ],
        ],
      ],
    );
  });

  it('know what became of each message', () => {
    const [first] = follow(EVENTS).invocations.list()[2]?.invocations ?? [];
    assert.deepEqual(
      first?.messageIds.map((id) => first.outcomes.get(id)),
      ['ignored', 'deleted', 'deleted'],
    );
  });

  it('begin before their end by what they took, if their beginning is no longer kept', () => {
    const ended = EVENTS.filter(({ kind }) => kind === 'invocationEnded');
    const [first] = follow(ended).invocations.list()[0]?.invocations ?? [];
    assert.ok(first?.end !== undefined);
    assert.equal(first.end - first.start, 1460);
  });

  it('are forgotten with their last event, and their environments with them', () => {
    const kept = EVENTS.slice(-20);
    const lanes = follow(EVENTS, kept.length).invocations.list();
    const own = new Set(kept.flatMap(({ environment }) => environment ?? []));
    assert.deepEqual(lanes.map(({ name }) => name).sort(), [...own].sort());
    assert.ok(!own.has('mail #1'), 'the sample ends without it');
    assert.equal(lanes.find(({ name }) => name === 'resize #1')?.invocations.length, 1);
  });

  it('end with the run of their broker', () => {
    const log = follow(EVENTS);
    log.append({ events: [], start: 'run', startedAt: (EVENTS.at(-1)?.at ?? 0) + 500, dropped: 0 });
    const last = log.invocations.list()[0]?.invocations.at(-1);
    assert.ok(last?.end !== undefined);
  });

  it('are shown if the filter shows one of their events', () => {
    const log = follow(EVENTS);
    const list = new EnvironmentList(log);
    const show = (filter: Parameters<EventLog['setFilter']>[0]) => {
      log.setFilter(filter);
      return list.update(filter).map(({ lane, invocations }) => `${lane.name} ${invocations.length}`);
    };
    assert.deepEqual(show({}), ['resize #1 3', 'resize #2 2', 'mail #1 2']);
    assert.deepEqual(show({ kinds: ['invocationFailed'] }), ['resize #2 1']);
    assert.deepEqual(show({ text: 'mail' }), ['mail #1 2']);
    assert.deepEqual(show({ text: 'nothing like it' }), []);
    assert.equal(list.update({}), list.update({}), 'the same list while nothing changes');
  });

  it('are found at a moment, or near it', () => {
    const [environment] = new EnvironmentList(follow(EVENTS)).update({});
    const [first, second] = environment?.invocations ?? [];
    assert.ok(first?.end !== undefined && second !== undefined);
    const now = second.start;
    const find = (moment: number) => findInvocation(environment, moment, 20, now);
    assert.equal(find(first.start + 10), first);
    assert.equal(find(first.end + 20), first);
    assert.equal(find(first.end + 21), undefined);
    assert.equal(find(second.start - 5), second);
  });

  it('are described with their messages, start, error and log', () => {
    const [resize, other] = new EnvironmentList(follow(EVENTS)).update({});
    const now = EVENTS.at(-1)?.at ?? 0;
    const describe = (track: InvocationTrack | undefined) =>
      track && describeInvocationAt(track, now, () => 'noon').slice(1);
    assert.deepEqual(describe(resize?.invocations[0]), [
      '10 messages: 10 deleted',
      'Took 1.46 s',
      'Cold start of 640 ms',
      'From noon',
      '› resizing 10 images',
      '› done in 820 ms',
    ]);
    assert.deepEqual(describe(resize?.invocations[1]), [
      '4 messages: 4 deleted',
      'Took 950 ms',
      'From noon',
      'Logged an error: ERROR image 12 has no width',
      '› resizing 4 images',
      '› ERROR image 12 has no width',
    ]);
    assert.equal(
      other && describeEnvironment(other, now),
      'resize #2, 2 invocations, 1 failed, 10 messages: 10 failed, Took 3 s, Failed: Sandbox.Timedout: Task timed out after 3.00 seconds',
    );
  });
});
