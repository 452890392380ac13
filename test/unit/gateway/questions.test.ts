import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ClockOffset } from '../../../broker/gateway/clockOffset.ts';
import { ANSWER_MS, Questions } from '../../../broker/gateway/questions.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';

describe('The questions of a gateway', () => {
  const QUESTION = { kind: 'mfaCode', device: 'arn:aws:iam::123456789012:mfa/me' } as const;

  it('wait for an answer, and are told to clients when they come and go', async () => {
    const schedule = new ManualSchedule();
    const counts: number[] = [];
    const questions: Questions = new Questions(schedule.after, () => counts.push(questions.list().length));
    const answer = questions.ask(QUESTION);
    const [asked] = questions.list();
    assert.ok(questions.answer(asked?.questionId ?? '', { kind: 'yes', text: '123456' }));
    assert.deepEqual(await answer, { kind: 'yes', text: '123456' });
    assert.ok(!questions.answer(asked?.questionId ?? '', { kind: 'no' }));
    assert.deepEqual([counts, schedule.pendingCount], [[1, 0], 0]);
  });

  it('are given up after a minute', async () => {
    const schedule = new ManualSchedule();
    const questions = new Questions(schedule.after, () => undefined);
    const answer = questions.ask(QUESTION);
    schedule.advance(ANSWER_MS);
    assert.deepEqual(await answer, { kind: 'unanswered' });
    assert.deepEqual(questions.list(), []);
  });

  it('are at most 64', async () => {
    const schedule = new ManualSchedule();
    const questions = new Questions(schedule.after, () => undefined);
    const first = Array.from({ length: 64 }, () => questions.ask(QUESTION));
    assert.deepEqual(await questions.ask(QUESTION), { kind: 'unanswered' });
    questions.close();
    assert.deepEqual(new Set((await Promise.all(first)).map(({ kind }) => kind)), new Set(['ended']));
    assert.equal(schedule.pendingCount, 0);
  });
});

describe('The clock that a gateway signs by', () => {
  it('is that of the endpoint if they differ by more than four minutes', () => {
    const offset = new ClockOffset(() => 1_000_000);
    const seen = [
      undefined,
      1_000_000 + 240_000,
      1_000_000 + 240_001,
      undefined,
      1_000_000 - 300_000,
      1_000_500,
    ].map((serverTime) => {
      offset.notice(serverTime);
      return offset.ms;
    });
    assert.deepEqual(seen, [0, 0, 240_001, 240_001, -300_000, 0]);
  });
});
