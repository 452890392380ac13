import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { packExtension } from '../../support/packExtension.mjs';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const EXTENSION_ID = 'queueside.queueside';
/** So many empty receives in a row are a finding. */
const SHORT_POLLS = 12;

describe('the packaged extension in a German editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-package-'));
  let path = '';

  // Apart from opening the window, which takes as long on a machine that others load too.
  before('packs the extension', async () => {
    ({ path } = await packExtension(folder));
  });

  const openedWindow = useWorkbench({
    name: 'german',
    workspace: 'empty',
    language: 'de',
    makeExtension: () => Promise.resolve({ kind: 'vsix', path }),
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('creates a queue by its view and its inputs', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Warteschlangen');
    await queues.welcome.getByText('Warteschlange erstellen').waitFor();
    await workbench.takeScreenshot('german-1-welcome');
    await queues.welcome.getByText('Warteschlange erstellen').click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('bestellungen');
    await workbench.quickInput.pick('Keine');
    await queues.row('bestellungen, Standardwarteschlange').waitFor();
  });

  it('sends a message by the composer', async () => {
    const { workbench } = openedWindow();
    await workbench.tree('Warteschlangen').runInlineAction('bestellungen', 'Nachricht verfassen');
    const composer = await workbench.editors.openWebview(EXTENSION_ID, 'Verfassen');
    await composer.locator('.cm-content').click();
    await workbench.page.keyboard.insertText('{"bestellung": 1}');
    await composer.getByText('Attribut hinzufügen').first().click();
    await composer.getByRole('textbox', { name: 'Name von Attribut 1' }).fill('mandant');
    await composer.getByRole('textbox', { name: 'Wert von Attribut 1' }).fill('a');
    await composer.locator('.send-row .send').getByText('Senden').click();
    await composer.getByText('An bestellungen gesendet um').waitFor();
    await workbench.tree('Warteschlangen').rows.filter({ hasText: '1 sichtbar' }).first().waitFor();
    await workbench.takeScreenshot('german-2-composer');
  });

  it('shows messages and attributes in the tree', async () => {
    const { workbench } = openedWindow();
    const queues = workbench.tree('Warteschlangen');
    await queues.expand('bestellungen');
    await queues.expand('1 Nachricht von bestellungen');
    await queues.expand('Attribute von bestellungen');
    await queues.row('VisibilityTimeout').waitFor();
    await workbench.takeScreenshot('german-3-tree');
  });

  it('runs a load test', async () => {
    const { workbench } = openedWindow();
    await workbench
      .tree('Warteschlangen')
      .runMenuItem('bestellungen', 'Störungen und Tests', 'Lasttest ausführen');
    const panel = await workbench.editors.openWebview(EXTENSION_ID, 'Lasttest: bestellungen');
    await panel.getByRole('textbox', { name: 'Dauer in Sekunden' }).fill('2');
    await panel.locator('vscode-button', { hasText: 'Starten' }).click();
    await panel.getByRole('region', { name: 'Bericht' }).waitFor();
    await panel.getByText('Von Consumern empfangen').waitFor();
    await workbench.takeScreenshot('german-6-load');
  });

  it('shows events and findings, of which the broker makes the texts', async () => {
    const { workbench } = openedWindow();
    const endpoint = await workbench.readEndpoint();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'anfragen' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: '{"anfrage": 1}' });
    const received = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    const [{ ReceiptHandle }] = received['Messages'] as [{ ReceiptHandle: string }];
    await callSqs(endpoint, 'DeleteMessage', { QueueUrl, ReceiptHandle });
    for (let polls = 0; polls < SHORT_POLLS; polls++) await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    await workbench.quickInput.runCommand('Queueside Trace: Trace öffnen');
    const trace = await TracePanel.open(workbench.page, 'Filter und Aktionen des Traces');
    await trace.row('anfragen', 'Leerer Empfang').waitFor();
    await trace.row('anfragen', 'Gelöscht').click();
    await trace.details.getByText('nach dem Empfang').first().waitFor();
    await workbench.takeScreenshot('german-4-trace');
    await trace.frame.getByRole('tab', { name: 'Befunde' }).click();
    await trace.frame.getByRole('heading', { name: 'Kurze Abfragen in einer Schleife' }).waitFor();
    await trace.frame.getByText('Verwenden Sie Langabfragen').waitFor();
    await workbench.takeScreenshot('german-5-findings');
  });
});
