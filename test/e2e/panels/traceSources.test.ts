import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { makeGatewayEvents, TRACE_SOURCES } from '../../support/review/gatewayTrace.ts';
import { makeScenario } from '../../support/traceScenario.ts';
import { THEME_KINDS, type WebviewPageOptions } from '../../support/webviewBrowser.ts';
import { SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const TABS = ['Events', 'Messages', 'Consumers', 'Charts', 'Findings'] as const;
const [LOCAL] = TRACE_SOURCES;

describe('the trace of a gateway', () => {
  const webview = useWebview();

  async function open(
    events: readonly object[],
    options: Partial<WebviewPageOptions> & { readonly sourceId?: string; readonly kind?: string } = {},
  ): Promise<void> {
    const { sourceId = 'production', kind = 'running', ...look } = options;
    await webview.open({ name: 'trace', ...look });
    await webview.send({ type: 'sourceChanged', sourceId, sources: TRACE_SOURCES });
    await webview.send({ type: 'brokerChanged', broker: { kind } });
    if (sourceId === 'local')
      await webview.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES, now: 0, sequence: 0 });
    await webview.send({ type: 'findingsChanged', findings: [] });
    await webview.send({ type: 'events', start: 'snapshot', events, dropped: 0 });
  }

  const bar = () => webview.page.getByRole('group', { name: 'Trace source' });
  const tabOf = (name: string) => webview.page.getByRole('tab', { name });

  for (const theme of THEME_KINDS) {
    it(`has nothing for axe to find, in ${theme}`, async () => {
      await open(makeGatewayEvents(), { theme });
      for (const name of TABS) {
        await tabOf(name).click();
        assert.deepEqual(await findAxeViolations(webview.page), [], name);
      }
    });
  }

  it('names the connection with its level and its colour, and what is not known', async () => {
    await open(makeGatewayEvents());
    assert.match(
      (await bar().textContent()) ?? '',
      /confirmThe calls of your programs\. What others do, and how many messages queues have, is not known\.$/,
    );
    assert.match((await bar().getAttribute('class')) ?? '', /\bconfirm\b/);
    const select = bar().locator('vscode-single-select');
    assert.equal(await select.getAttribute('title'), 'Production (eu-central-1)');
  });

  it('lets the user choose another source with the keyboard', async () => {
    await open(makeGatewayEvents());
    await bar().locator('vscode-single-select').focus();
    for (const key of ['Enter', 'ArrowUp', 'Enter']) await webview.page.keyboard.press(key);
    assert.deepEqual(await webview.readPosted('chooseSource'), [{ type: 'chooseSource', sourceId: 'local' }]);
  });

  it('shows no bar for the local broker alone', async () => {
    await open(makeScenario(), { sourceId: 'local' });
    await bar().waitFor();
    await webview.send({ type: 'sourceChanged', sourceId: 'local', sources: [LOCAL] });
    await bar().waitFor({ state: 'detached' });
  });

  it('marks what is inferred in the list and in the life of a message, and says why', async () => {
    await open(makeGatewayEvents());
    const cell = webview.page.getByRole('gridcell', { name: 'Timed out (inferred)' }).first();
    assert.match((await cell.getAttribute('title')) ?? '', /No response of the endpoint says it/);
    await cell.click();
    const details = webview.page.getByRole('complementary', { name: 'Message timeline' });
    await details.getByText('Timed out (inferred)').waitFor();
    await details.getByText('Its send did not pass through the gateway, or is no longer kept.').waitFor();
  });

  it('charts what passed, and no depths', async () => {
    await open(makeGatewayEvents());
    await tabOf('Charts').click();
    const charts = webview.page.getByRole('group', { name: 'Charts' });
    await charts.getByText('A gateway does not know how many messages queues have').waitFor();
    assert.equal(await charts.locator('.uplot').count(), 1);
  });

  it('offers no column that would always be empty', async () => {
    await open(makeGatewayEvents());
    await webview.page.getByRole('button', { name: 'Choose Columns' }).click();
    const popup = webview.page.getByRole('dialog', { name: 'Columns' });
    await popup.getByText('Receives').waitFor();
    assert.equal(await popup.getByText('Queue: visible').count(), 0);
  });

  it('says what to do while no gateway runs, and offers to start nothing', async () => {
    await open([], { kind: 'stopped' });
    await webview.page
      .getByText('Debug a program with the connection “Production (eu-central-1)”.')
      .waitFor();
    assert.equal(await webview.page.getByText('Start Broker').count(), 0);
    assert.equal(await webview.page.getByText('Send a Message').count(), 0);
  });

  it('says that the gateway stopped above what it traced', async () => {
    await open(makeGatewayEvents(), { kind: 'stopped' });
    await webview.page.getByRole('status').getByText('No gateway is running for “Production').waitFor();
  });

  it('never explains a rejection by the policies of the local broker', async () => {
    const rejected = {
      sequence: 1,
      at: Date.now(),
      kind: 'rejected',
      action: 'DeleteMessage',
      detail: 'The level readOnly.',
      error: { code: 'AccessDenied', message: 'Queueside gateway: read only.' },
    };
    await open([rejected]);
    await webview.page.locator('.rows [role=row]').last().click();
    await webview.page.getByRole('complementary', { name: 'Event' }).waitFor();
    assert.equal(await webview.page.getByText('Why Was This Denied?').count(), 0);
  });
});
