import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { readWholeTrace } from '../../../extension/trace/traceExport.ts';
import { formatTraceHeader, formatTraceLine } from '../../../extension/trace/traceFormat.ts';
import { readTraceFile, readTraceLines } from '../../../extension/trace/traceFile.ts';
import { makeScenario } from '../../support/traceScenario.ts';

const HEADER = formatTraceHeader(0).trimEnd();
const CONTENT = { queueArn: 'arn:q', sentAt: 1, messageId: 'm', body: 'all of it', attributes: [] };

async function readGood(lines: readonly string[]) {
  const result = await readTraceLines([HEADER, ...lines]);
  assert.ok(result.ok);
  return result.trace;
}

describe('a saved trace', () => {
  it('is read as it was written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'queueside-trace-'));
    try {
      const file = join(folder, 'trace.jsonl');
      const events = makeScenario();
      writeFileSync(file, formatTraceHeader(1_785_765_731_038) + events.map(formatTraceLine).join(''));
      const result = await readTraceFile(file);
      assert.ok(result.ok);
      assert.deepEqual(result.trace.events, events);
      assert.equal(result.trace.omittedCount + result.trace.unreadableCount, 0);
      await assert.rejects(readTraceFile(join(folder, 'nothing.jsonl')));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps the contents of messages apart from the events', async () => {
    const event: TraceEvent = { sequence: 1, at: 1, kind: 'sent', messageId: 'm', content: CONTENT };
    const trace = await readGood([formatTraceLine(event)]);
    assert.deepEqual(trace.events, [{ sequence: 1, at: 1, kind: 'sent', messageId: 'm' }]);
    assert.deepEqual(trace.contents.get('m'), CONTENT);
  });

  for (const [title, lines, problem] of [
    ['an empty file', [], 'notATrace'],
    ['a text', ['hello'], 'notATrace'],
    ['other JSON Lines', ['{"sequence":1}', '{}'], 'notATrace'],
    ['a later version', ['{"format":"queueside-trace","version":2}'], 'newerVersion'],
  ] as const) {
    it(`is not ${title}`, async () => {
      assert.deepEqual(await readTraceLines(lines), { ok: false, problem });
    });
  }

  for (const [title, line] of [
    ['cut off', '{"sequence":2,"at":5,"kind":"se'],
    ['of a later kind', '{"sequence":2,"at":5,"kind":"teleported"}'],
    ['without a time', '{"sequence":2,"kind":"sent"}'],
    ['with a consumer that is none', '{"sequence":2,"at":5,"kind":"sent","consumer":7}'],
    ['with a number that is none', '{"sequence":2,"at":5,"kind":"sent","ageMs":"long"}'],
    ['with a text that is none', '{"sequence":2,"at":5,"kind":"sent","messageId":{}}'],
    ['a list', '[]'],
  ] as const) {
    it(`leaves out a line that is ${title}, and reports it`, async () => {
      const trace = await readGood(['{"sequence":1,"at":1,"kind":"sent"}', line, '']);
      assert.equal(trace.events.length, 1);
      assert.equal(trace.unreadableCount, 1);
    });
  }

  it('shows the newest 100,000 events of a longer file', async () => {
    const lines = function* (): Generator<string> {
      yield HEADER;
      for (let sequence = 1; sequence <= 230_000; sequence += 1)
        yield `{"sequence":${sequence},"at":1,"kind":"sent"}`;
    };
    const result = await readTraceLines(lines());
    assert.ok(result.ok);
    assert.equal(result.trace.events.length, 100_000);
    assert.equal(result.trace.events[0]?.sequence, 130_001);
    assert.equal(result.trace.omittedCount, 130_000);
  });
});

describe('reading the whole trace for a file', () => {
  it('ends where the trace ended when it began, though events keep coming', async () => {
    let newest = 2_500;
    const asked: unknown[] = [];
    const request = (_method: unknown, params: Record<string, number>): Promise<unknown> => {
      asked.push(params);
      if ('subscriptionId' in params) return Promise.resolve(null);
      if (!('afterSequence' in params))
        return Promise.resolve({ subscriptionId: 's', firstSequence: 301, lastSequence: newest });
      newest += 400;
      // The broker may answer fewer than asked for: contents have a bound.
      const from = (params['afterSequence'] ?? 0) + 1;
      const count = Math.min(params['limit'] ?? 0, 700);
      const events = Array.from({ length: count }, (_, index) => ({
        sequence: from + index,
        at: 1,
        kind: 'sent',
      }));
      return Promise.resolve({ events });
    };
    const sequences: number[] = [];
    for await (const page of readWholeTrace({ request } as unknown as Parameters<typeof readWholeTrace>[0]))
      sequences.push(...page.map(({ sequence }) => sequence));
    assert.equal(sequences[0], 301);
    assert.equal(sequences.at(-1), 2_500);
    assert.equal(sequences.length, 2_200);
    assert.deepEqual(asked[2], { afterSequence: 300, limit: 1000, withContents: true });
  });
});
