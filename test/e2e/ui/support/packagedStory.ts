import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packExtension } from '../../../support/packExtension.mjs';
import { TracePanel } from './tracePanel.ts';
import { useWorkbench, type WindowUnderTest } from './useWorkbench.ts';

const EXTENSION_ID = 'queueside.queueside';
const QUEUE = 'image-tasks';
const TASK = JSON.stringify({ key: 'uploads/sunset.png', text: 'Queueside' });

/** What the user reads on the way, in the language of the editor. */
export interface StoryWords {
  /** For the names of the window, its screenshots and its logs. */
  readonly name: string;
  readonly language?: string;
  readonly queuesView: string;
  readonly createQueue: string;
  readonly noDeadLetterQueue: string;
  readonly standardQueue: string;
  readonly composeMessage: string;
  readonly compose: string;
  readonly addAttribute: string;
  readonly attributeName: string;
  readonly attributeValue: string;
  readonly send: string;
  readonly sentTo: string;
  readonly visible: string;
  readonly inFlight: string;
  readonly inFlightView: string;
  /** A message whose timeout is paused, with the time left. */
  readonly held: RegExp;
  readonly timeoutsPaused: string;
  readonly openTrace: string;
  readonly traceToolbar: string;
  readonly events: {
    readonly sent: string;
    readonly received: string;
    readonly held: string;
    readonly deleted: string;
  };
  readonly receivedByWorker: string;
  readonly deletedByWorker: string;
  readonly stopBroker: string;
  readonly startBroker: string;
}

/**
 * Packs the extension, installs it into a window with the sample, and lets a user take the whole way there: from an empty
 * view to a message in the debugger, its trace, and the end of the broker.
 * @returns the window
 */
export function tellPackagedStory(words: StoryWords): () => WindowUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-package-'));
  let path = '';

  // Apart from opening the window, which takes as long on a machine that others load too.
  before('packs the extension', async () => {
    ({ path } = await packExtension(folder));
  });

  const { language } = words;
  const openedWindow = useWorkbench({
    name: words.name,
    workspace: 'sample',
    ...(language === undefined ? {} : { language }),
    makeExtension: () => Promise.resolve({ kind: 'vsix', path }),
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('goes from an empty view to a queue', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree(words.queuesView);
    // Opening the view starts the broker; the welcome text then offers the first queue.
    await queues.welcome.getByText(words.createQueue).waitFor();
    await workbench.statusItem(/Queueside \d+/).waitFor();
    await workbench.takeScreenshot(`${words.name}-1-empty`);
    await queues.welcome.getByText(words.createQueue).click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter(QUEUE);
    await workbench.quickInput.pick(words.noDeadLetterQueue);
    await queues.row(`${QUEUE}, ${words.standardQueue}`).waitFor();
  });

  it('composes a message with an attribute and sends it', async () => {
    const { workbench } = openedWindow();
    await workbench.tree(words.queuesView).runInlineAction(QUEUE, words.composeMessage);
    const composer = await workbench.editors.openWebview(EXTENSION_ID, words.compose);
    await composer.locator('.cm-content').click();
    await workbench.page.keyboard.insertText(TASK);
    await composer.getByText(words.addAttribute).first().click();
    await composer.getByRole('textbox', { name: words.attributeName }).fill('priority');
    await composer.getByRole('textbox', { name: words.attributeValue }).fill('high');
    await workbench.takeFrame(`${words.name}-2-composer`);
    await composer.locator('.run').getByText(words.send).click();
    await composer.locator('.action-bar').getByText(words.sentTo).waitFor();
    await workbench.tree(words.queuesView).rows.filter({ hasText: words.visible }).first().waitFor();
    await workbench.takeFrame(`${words.name}-3-sent`);
  });

  it('pauses in the sample worker while it processes the message, which is held', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.debugging.stopInWorker(workbench.editors, workspace);
    await workbench.editors.waitForDecoration(new RegExp(`✉ [0-9a-f]{8} · ${words.held.source}`));
    await workbench.statusItem(words.timeoutsPaused).waitFor();
    await workbench.openViewContainer('Run and Debug');
    await workbench.tree(words.inFlightView).open();
    await workbench.tree(words.inFlightView).rows.filter({ hasText: words.held }).waitFor();
    await workbench.takeScreenshot(`${words.name}-4-held`);
    await workbench.openViewContainer('Queueside');
    await workbench.tree(words.queuesView).rows.filter({ hasText: words.inFlight }).first().waitFor();
    await workbench.takeFrame(`${words.name}-5-stopped`);
  });

  it('continues, and the trace shows the message’s life in order with the session as its consumer', async () => {
    const { workbench } = openedWindow();
    const { sent, received, held, deleted } = words.events;
    await workbench.quickInput.runCommand(words.openTrace);
    const trace = await TracePanel.open(workbench.page, words.traceToolbar);
    await trace.row(QUEUE, received).waitFor();
    await trace.row(QUEUE, held).click();
    await trace.details.getByText(words.receivedByWorker).waitFor();
    await workbench.takeFrame(`${words.name}-6-paused`);
    await workbench.debugging.continue();
    await trace.row(QUEUE, deleted).waitFor();
    const events = await trace.eventsOf(QUEUE);
    assert.deepEqual(
      events.map(({ kind }) => kind).filter((kind) => [sent, received, deleted].includes(kind)),
      [sent, received, deleted],
    );
    const receive = events.find(({ kind }) => kind === received);
    const deletion = events.find(({ kind }) => kind === deleted);
    assert.equal(receive?.consumer, 'Worker');
    assert.equal(deletion?.consumer, 'Worker');
    assert.equal(new Set([receive?.message, deletion?.message]).size, 1);
    // How long after it was received.
    assert.match(deletion?.detail ?? '', /\d/);
    await trace.row(QUEUE, deleted).click();
    await trace.details.getByText(words.deletedByWorker).waitFor();
    await trace.details.getByText(words.receivedByWorker).waitFor();
    await workbench.takeFrame(`${words.name}-7-trace`);
    await workbench.debugging.stop();
    await workbench.quickInput.runCommand('View: Hide Panel');
  });

  return openedWindow;
}

/** The end of the story. */
export async function stopBroker({ workbench }: WindowUnderTest, words: StoryWords): Promise<void> {
  await workbench.openViewContainer('Queueside');
  await workbench.quickInput.runCommand(words.stopBroker);
  await workbench.tree(words.queuesView).welcome.getByText(words.startBroker).waitFor();
  await workbench.takeScreenshot(`${words.name}-8-end`);
}
