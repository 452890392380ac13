import type { Locator } from 'playwright-core';
import { makeScenario } from '../../../support/traceScenario.ts';
import type { WebviewPageOptions } from '../../../support/webviewBrowser.ts';
import { SAMPLE_QUEUES } from '../../../support/webviewSamples.ts';
import { useWebview } from './useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;

/** The trace in a browser, with what tests of its table do and read. */
export function useTraceTable() {
  const webview = useWebview();

  async function open(options: Partial<WebviewPageOptions> = {}, events = makeScenario()): Promise<void> {
    await webview.open({ name: 'trace', ...options });
    await webview.send({ type: 'brokerChanged', broker: RUNNING });
    await webview.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES, now: 0, sequence: 0 });
    await webview.send({ type: 'events', start: 'snapshot', events, dropped: 0 });
    await rows().last().waitFor();
  }

  const rows = (): Locator => webview.page.locator('.rows-extent [role=row]');
  const header = (name: string): Locator => webview.page.getByRole('columnheader', { name, exact: true });
  const nameOf = (name: string): Locator => header(name).getByRole('button');
  const popup = (): Locator => webview.page.getByRole('dialog', { name: 'Columns' });
  const choose = (): Promise<void> => webview.page.getByRole('button', { name: 'Choose Columns' }).click();
  const readNames = (): Promise<string[]> => webview.page.locator('.column-title').allInnerTexts();
  const widthOf = async (name: string): Promise<number> =>
    Math.round((await header(name).boundingBox())?.width ?? 0);
  const readScroll = (): Promise<Readonly<Record<'top' | 'below' | 'left' | 'room', number>>> =>
    webview.page.locator('.rows').evaluate((rowsOf) => ({
      top: rowsOf.scrollTop,
      below: rowsOf.scrollHeight - rowsOf.clientHeight - rowsOf.scrollTop,
      left: rowsOf.scrollLeft,
      room: rowsOf.scrollWidth - rowsOf.clientWidth,
    }));

  return { webview, open, rows, header, nameOf, popup, choose, readNames, widthOf, readScroll };
}
