import assert from 'node:assert/strict';
import { type AdvanceProgress, advanceProgressed, cancelAdvance } from '../../../broker/protocol/clock.ts';
import type { FakeWindow } from '../../support/connections/fakeWindow.ts';
import { loadConnectionCode } from '../../support/connections/loadConnectionCode.mjs';

const MINUTE_MS = 60_000;

/** An advance whose broker is scripted. */
async function show() {
  const code = await loadConnectionCode();
  const window = code.window as unknown as FakeWindow;
  window.cancelAfter = Infinity;
  window.reported = [];
  const requested: string[] = [];
  const listeners = new Set<(news: AdvanceProgress) => void>();
  let end: (state: string) => void = () => undefined;
  const session = {
    request: ({ method }: { readonly method: string }) => {
      requested.push(method);
      end('cancelled');
      return Promise.resolve();
    },
    onNotification: ({ method }: { readonly method: string }, listener: (news: AdvanceProgress) => void) => {
      assert.equal(method, advanceProgressed.method);
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const advance = new Promise<string>((resolve) => {
    end = resolve;
  });
  const shown = code.showAdvance(session as never, advance);
  const report = (doneMs: number): void => {
    for (const listener of listeners) listener({ byMs: 60 * MINUTE_MS, doneMs });
  };
  return { window, requested, listeners, shown, report, end };
}

describe('An advance of the clock in the editor', () => {
  it('shows nothing if it is short', async () => {
    const { window, listeners, shown, end } = await show();
    end('there');
    assert.equal(await shown, 'there');
    assert.deepEqual([window.reported, listeners.size], [[], 0]);
  });

  it('shows how far it is if it takes longer', async () => {
    const { window, shown, report, end, requested } = await show();
    report(10 * MINUTE_MS);
    report(30 * MINUTE_MS);
    assert.deepEqual(window.reported, ['10 min', '30 min']);
    end('there');
    assert.equal(await shown, 'there');
    assert.deepEqual(requested, []);
  });

  it('can be cancelled then, and ends as the broker says', async () => {
    const { window, shown, report, requested } = await show();
    window.cancelAfter = 2;
    report(10 * MINUTE_MS);
    report(30 * MINUTE_MS);
    assert.equal(await shown, 'cancelled');
    assert.deepEqual(requested, [cancelAdvance.method]);
  });
});
