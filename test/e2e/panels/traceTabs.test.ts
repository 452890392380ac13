import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { EVENT_KIND_LIST, EVENT_KINDS } from '../../../webview/shared/life/eventKinds.ts';
import { findAxeViolations } from '../../support/axe.ts';
import { makeMistakes } from '../../support/review/mistakes.ts';
import { SCREENS } from '../../support/review/screens.ts';
import { makeScenario } from '../../support/traceScenario.ts';
import { THEME_KINDS, type WebviewPageOptions } from '../../support/webviewBrowser.ts';
import { SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const TABS = ['Events', 'Messages', 'Consumers', 'Charts', 'Findings'] as const;

describe('the tabs of the trace', () => {
  const webview = useWebview();

  async function open(options: Partial<WebviewPageOptions> = {}): Promise<void> {
    await webview.open({ name: 'trace', ...options });
    await webview.send({ type: 'brokerChanged', broker: RUNNING });
    await webview.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES, now: 0, sequence: 0 });
    await webview.send({ type: 'findingsChanged', findings: makeMistakes().findings });
    await webview.send({ type: 'events', start: 'snapshot', events: makeScenario(), dropped: 0 });
  }

  const tabOf = (name: string): Locator => webview.page.getByRole('tab', { name });
  const lanes = (): Locator => webview.page.locator('.lane');
  const details = (): Locator => webview.page.getByRole('complementary');

  /** Which share of the lanes’ canvas is painted. */
  const readInk = (): Promise<number> =>
    webview.page.locator('.lanes-canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let painted = 0;
      for (let index = 3; index < data.length; index += 4) painted += data[index]! > 0 ? 1 : 0;
      return painted / (data.length / 4);
    });

  /** Opens the first message of the first finding, whose life the broker knows. */
  async function openFirstMistake(): Promise<void> {
    const { findings, events } = makeMistakes();
    const messageId = findings.find(({ messageIds }) => messageIds.length > 0)?.messageIds[0];
    await webview.page.locator('.finding-messages button').first().click();
    await webview.send({
      type: 'historyLoaded',
      messageId,
      events: events.filter((event) => event.messageId === messageId),
    });
    await details().getByText('Deleted').first().waitFor();
  }

  for (const theme of THEME_KINDS) {
    it(`have nothing for axe to find, each with a message open, in ${theme}`, async () => {
      await open({ theme });
      for (const name of TABS) {
        await tabOf(name).click();
        if (name === 'Events') await webview.page.locator('.rows [role=row]').last().click();
        else if (name === 'Messages') await lanes().first().press('Enter');
        else if (name === 'Findings') await openFirstMistake();
        assert.deepEqual(await findAxeViolations(webview.page), [], name);
      }
    });
  }

  it('are reached with the arrow keys, and remembered', async () => {
    await open();
    await tabOf('Events').focus();
    await webview.page.keyboard.press('ArrowRight');
    assert.equal(await tabOf('Messages').getAttribute('aria-selected'), 'true');
    await webview.page.getByRole('listbox', { name: 'Messages over time' }).waitFor();
    await webview.page.keyboard.press('End');
    await webview.page.getByRole('region', { name: 'Findings' }).waitFor();
    await webview.page.keyboard.press('ArrowRight');
    assert.equal(await webview.page.evaluate(() => document.activeElement?.textContent), 'Events');
    const state = (await webview.readState()) as { tab: string };
    assert.equal(state.tab, 'events');
  });

  it('draw the lives of messages, spoken as well', async () => {
    await open({ state: { tab: 'messages' } });
    const spoken = await lanes().evaluateAll((elements) =>
      elements.map((element) => element.firstElementChild?.textContent),
    );
    assert.ok(
      spoken.some((text) => text?.startsWith('Message 1f3ab8cd, images-dead-letters, Queued after') === true),
    );
    assert.ok(spoken.some((text) => text?.endsWith(', Deleted after 620 ms, 1 receive') === true));
    assert.ok((await readInk()) > 0.01);
  });

  it('open a message of a lane with the keyboard, and go to its event and back', async () => {
    await open({ state: { tab: 'messages' } });
    await lanes().last().focus();
    await webview.page.keyboard.press('Home');
    await webview.page.locator('.lane[data-row="0"]:focus').waitFor();
    await webview.page.keyboard.press('Enter');
    await details().getByText('1f3a5c00').first().waitFor();
    assert.deepEqual(
      (await webview.readPosted('loadHistory')).map((message) => String(message['messageId']).slice(0, 8)),
      ['1f3a5c00'],
    );
    await details().getByRole('button', { name: 'Show in Events' }).click();
    await webview.page.getByRole('grid', { name: 'Trace events' }).waitFor();
    await webview.page.locator('.row.active', { hasText: '1f3a5c00' }).waitFor();
    await details().getByRole('button', { name: 'Show in Messages' }).click();
    assert.equal(await webview.page.locator('.lane[aria-selected=true]').getAttribute('data-row'), '0');
  });

  it('follow a flow from the task to what it led to', async () => {
    await open({ state: { tab: 'messages', laneMode: 'flows' } });
    const names = await lanes().evaluateAll((elements) =>
      elements.map((element) => element.firstElementChild?.textContent ?? ''),
    );
    const done = names.findIndex((name) => name.includes('after message 1f3a5c00'));
    assert.ok(names[done - 1]?.startsWith('Message 1f3a5c00'));
    await lanes().nth(done).press('Enter');
    await details().getByRole('button', { name: '1f3a5c00 in images' }).click();
    await details().getByText('Led to').waitFor();
  });

  it('zoom around the pointer, pan by dragging, and follow the present again', async () => {
    await open({ state: { tab: 'messages' } });
    const box = await webview.page.locator('.lanes-canvas').boundingBox();
    assert.ok(box);
    const follow = webview.page.getByRole('button', { name: 'Follow Newest' });
    await webview.page.mouse.move(box.x + box.width / 2, box.y + 40);
    await webview.page.mouse.down();
    await webview.page.mouse.move(box.x + box.width / 2 + 2000, box.y + 40, { steps: 3 });
    await webview.page.mouse.up();
    assert.equal(await follow.getAttribute('aria-pressed'), 'false');
    assert.equal(await details().count(), 0, 'dragging opens nothing');
    await webview.page.getByRole('button', { name: /^Show All Time/u }).click();
    await webview.page.keyboard.down('Control');
    await webview.page.mouse.wheel(0, -400);
    await webview.page.keyboard.up('Control');
    const axis = () =>
      webview.page.locator('.lanes-axis').evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    const zoomed = await axis();
    await lanes().first().focus();
    await webview.page.keyboard.press('-');
    await webview.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    assert.notEqual(await axis(), zoomed);
    await follow.click();
    assert.equal(await follow.getAttribute('aria-pressed'), 'true');
  });

  it('say what is under the pointer, and open it', async () => {
    await open({ state: { tab: 'messages' } });
    await webview.page.getByRole('button', { name: /^Show All Time/u }).click();
    const row = lanes().filter({ hasText: 'img-3.png' });
    await row.scrollIntoViewIfNeeded();
    const plot = await webview.page.locator('.lanes-canvas').boundingBox();
    const lane = await row.boundingBox();
    assert.ok(plot && lane);
    const tip = webview.page.locator('.lane-tip');
    // From the send to the present is what is shown: the message is in flight in the middle.
    for (
      let share = 0.4;
      share < 0.9 && !(await tip.getByText('In flight by Debug worker').isVisible());
      share += 0.02
    )
      await webview.page.mouse.move(plot.x + plot.width * share, lane.y + lane.height / 2);
    await tip.getByText('In flight by Debug worker').waitFor();
    await webview.page.mouse.down();
    await webview.page.mouse.up();
    await details().getByText('1f3ab8cd').first().waitFor();
  });

  it('export the events that are listed, and no others, as CSV', async () => {
    await open({ state: { tab: 'events' } });
    await webview.page.getByRole('textbox', { name: 'Filter events' }).fill('img-3.png');
    await webview.page.getByText(/^\d+ of \d+ events$/u).waitFor();
    const listed = await webview.page.getByText(/^\d+ of \d+ events$/u).innerText();
    await webview.page.getByRole('button', { name: 'Export the Listed Events as CSV' }).click();
    const [message] = (await webview.readPosted('exportCsv')) as { readonly rows: readonly string[][] }[];
    assert.equal(String((message?.rows.length ?? 0) - 1), /^\d+/u.exec(listed)?.[0]);
    await webview.page.getByRole('button', { name: 'Export the Messages of the Listed Events' }).click();
    const [messages] = (await webview.readPosted('exportMessages')) as { readonly messageIds: string[] }[];
    assert.deepEqual(messages?.messageIds, [
      ...new Set(message?.rows.slice(1).flatMap((row) => row[3] || [])),
    ]);
  });

  it('show the figures of consumers, and what they did', async () => {
    await open({ state: { tab: 'consumers' } });
    const worker = webview.page.getByRole('option', { name: /^Debug worker/u });
    assert.match(
      (await worker.locator('.visually-hidden').textContent()) ?? '',
      /mean handling time 1\.07 s/u,
    );
    await worker.press('Enter');
    await details().waitFor();
    assert.ok((await readInk()) > 0.01);
  });

  it('list findings with their remedy, lead to the messages, and dismiss', async () => {
    const { findings, events } = makeMistakes();
    const [slow, polling] = (['slowHandler', 'shortPolling'] as const).map(
      (rule) => findings.find((finding) => finding.rule === rule) ?? assert.fail(rule),
    );
    assert.ok(slow?.suggestion && polling);
    await open({ state: { tab: 'findings' } });
    await webview.send({ type: 'events', start: 'snapshot', events, dropped: 0 });
    const entry = (title: string) => webview.page.locator('.finding', { hasText: title });
    await entry(slow.title).getByText(slow.explanation).waitFor();
    await entry(polling.title).getByText(polling.remedy).waitFor();
    // Also when the findings came before the first event, which tells the day.
    await entry(slow.title)
      .getByText(/^3 times, last at \d\d:\d\d:\d\d\.\d{3}$/u)
      .waitFor();
    const value = `${slow.suggestion.attribute}=${slow.suggestion.value}`;
    await entry(slow.title).getByRole('button', { name: value }).click();
    assert.deepEqual(await webview.readPosted('copy'), [{ type: 'copy', text: value }]);
    await entry(slow.title).locator('.finding-messages button').first().click();
    await details().getByText('Deleted').first().waitFor();
    await webview.send({ type: 'events', start: 'snapshot', events: [], dropped: 0 });
    await entry(slow.title).locator('.finding-messages button').last().click();
    const messageId = slow.messageIds.at(-1);
    await webview.send({ type: 'historyLoaded', messageId, events: [] });
    await details().getByText('no longer kept').waitFor();
    await webview.page.getByRole('button', { name: `Dismiss: ${polling.title}` }).click();
    assert.deepEqual(await webview.readPosted('dismissFinding'), [
      { type: 'dismissFinding', findingId: polling.id },
    ]);
    await webview.send({ type: 'findingsChanged', findings: [] });
    await webview.page.getByText('No findings. While your programs run, Queueside watches').waitFor();
    assert.deepEqual(await findAxeViolations(webview.page), []);
  });

  it('choose single kinds of events', async () => {
    await open();
    const button = webview.page.getByRole('button', { name: /^Events:/u });
    await button.click();
    await webview.page.getByRole('button', { name: 'Problems' }).click();
    await webview.page.getByRole('checkbox', { name: 'Dead-lettered' }).uncheck();
    await webview.page.keyboard.press('Escape');
    const problems = EVENT_KIND_LIST.filter((kind) => EVENT_KINDS[kind].groups.includes('trouble'));
    assert.equal(await button.getAttribute('aria-label'), `Events: ${problems.length - 1} event types`);
    await webview.page.getByText('3 of 52 events').waitFor();
    await button.click();
    assert.deepEqual(await findAxeViolations(webview.page), []);
  });

  it('give the details the width that they are dragged to, or moved to with the keys', async () => {
    await open();
    await webview.page.locator('.rows [role=row]').last().click();
    const width = async (): Promise<number> => Math.round((await details().boundingBox())?.width ?? 0);
    const separator = webview.page.getByRole('separator', { name: 'Width of the details' });
    const box = await separator.boundingBox();
    assert.ok(box);
    await webview.page.mouse.move(box.x + 2, box.y + 40);
    await webview.page.mouse.down();
    await webview.page.mouse.move(box.x - 98, box.y + 40, { steps: 3 });
    await webview.page.mouse.up();
    const dragged = await width();
    assert.ok(dragged > 480, String(dragged));
    await separator.focus();
    await webview.page.keyboard.press('ArrowRight');
    assert.equal(await width(), dragged - 24);
    assert.equal(((await webview.readState()) as { detailsWidthPx: number }).detailsWidthPx, dragged - 24);
    await separator.dblclick();
    assert.ok((await width()) < 430);
  });

  it('show a saved trace as what it is, until the user goes back', async () => {
    await open({ state: { tab: 'messages' } });
    await webview.send({
      type: 'savedChanged',
      saved: { fileName: 'monday.jsonl', omittedCount: 0, unreadableCount: 2 },
    });
    await webview.send({ type: 'events', start: 'snapshot', events: makeScenario(2), dropped: 0 });
    await webview.page.getByText('Saved trace monday.jsonl: 2 lines could not be read').waitFor();
    assert.equal(await webview.page.getByRole('button', { name: 'Pause' }).count(), 0);
    await lanes().first().press('Enter');
    assert.deepEqual(await webview.readPosted('loadHistory'), [], 'the file is all there is');
    assert.deepEqual(await findAxeViolations(webview.page), []);
    await webview.page.getByRole('button', { name: 'Back to Live Trace' }).click();
    assert.equal((await webview.readPosted('closeSavedTrace')).length, 1);
    await webview.send({ type: 'savedChanged' });
    await webview.page.getByText('Saved trace').waitFor({ state: 'detached' });
  });

  it('draw only the lanes in view of 25,000', async () => {
    await open({ state: { tab: 'messages' } });
    const events = Array.from({ length: 25_000 }, (_, index) => ({
      sequence: index + 1,
      at: 1_785_765_731_000 + index,
      kind: 'sent',
      queueArn: SAMPLE_QUEUES[0]?.arn,
      messageId: `message-${index}`,
    }));
    await webview.send({ type: 'events', start: 'snapshot', events, dropped: 0 });
    await webview.page.locator('.lane[aria-setsize="25000"]').first().waitFor();
    assert.ok((await lanes().count()) < 60);
    assert.equal(await lanes().last().getAttribute('aria-posinset'), '25000');
  });

  it('explains in the legend of the lanes the signs that messages have, and no others', async () => {
    const page = await openScreen('trace-messages-invocations');
    const legend = page.locator('.legend');
    for (const text of ['Failed in its batch', 'Filtered out', 'Deleted'])
      await legend.getByText(text).waitFor();
    assert.equal(await legend.getByText('Retention expired').count(), 0);
  });

  for (const name of ['trace-stopped', 'trace-findings-stopped', 'trace-charts-stopped'])
    it(`starts a stopped broker from where nothing is shown: ${name}`, async () => {
      const page = await openScreen(name);
      await page.locator('.empty-state').getByRole('button', { name: 'Start Broker' }).click();
      assert.equal((await webview.readPosted('startBroker')).length, 1);
    });

  async function openScreen(name: string): Promise<Page> {
    const screen = SCREENS.find((each) => each.name === name);
    assert.ok(screen);
    await webview.open({ name: 'trace', state: screen.state });
    for (const message of screen.messages()) await webview.send(message);
    return webview.page;
  }
});
