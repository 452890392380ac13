import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { stopBroker, type StoryWords, tellPackagedStory } from './support/packagedStory.ts';
import { TracePanel } from './support/tracePanel.ts';

const EXTENSION_ID = 'queueside.queueside';
/** So many empty receives in a row are a finding. */
const SHORT_POLLS = 12;

const GERMAN: StoryWords = {
  name: 'german',
  language: 'de',
  queuesView: 'Warteschlangen',
  createQueue: 'Warteschlange erstellen',
  noDeadLetterQueue: 'Keine',
  standardQueue: 'Standardwarteschlange',
  composeMessage: 'Nachricht senden',
  compose: 'Verfassen',
  addAttribute: 'Attribut hinzufügen',
  attributeName: 'Name von Attribut 1',
  attributeValue: 'Wert von Attribut 1',
  send: 'Senden',
  sentTo: 'An image-tasks gesendet um',
  visible: '1 sichtbar',
  inFlight: '1 in Bearbeitung',
  inFlightView: 'Nachrichten in Bearbeitung',
  held: /angehalten, noch \d+ s/,
  timeoutsPaused: 'Timeouts angehalten',
  openTrace: 'Queueside Trace: Trace öffnen',
  traceToolbar: 'Filter und Aktionen des Traces',
  events: { sent: 'Gesendet', received: 'Empfangen', held: 'Angehalten', deleted: 'Gelöscht' },
  receivedByWorker: 'Empfangen durch Worker',
  deletedByWorker: 'Gelöscht durch Worker',
  stopBroker: 'Queueside Broker: Broker beenden',
  startBroker: 'Broker starten',
};

describe('the packaged extension in a German editor', () => {
  const openedWindow = tellPackagedStory(GERMAN);

  it('shows messages and attributes in the tree', async () => {
    const { workbench } = openedWindow();
    const endpoint = await workbench.readEndpoint();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'bestellungen' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: '{"bestellung": 1}' });
    const queues = workbench.tree('Warteschlangen');
    await queues.expand('bestellungen');
    await queues.expand('1 Nachricht von bestellungen');
    await queues.expand('Attribute von bestellungen', 'Sichtbarkeits-Timeout');
    await workbench.takeScreenshot('german-tree');
  });

  it('runs a load test', async () => {
    const { workbench } = openedWindow();
    await workbench
      .tree('Warteschlangen')
      .runMenuItem('bestellungen', 'Störungen und Tests', 'Lasttest ausführen');
    const panel = await workbench.editors.openWebview(EXTENSION_ID, 'Lasttest: bestellungen');
    await panel.getByRole('textbox', { name: 'Dauer', exact: true }).fill('2');
    await panel.locator('vscode-button', { hasText: 'Starten' }).click();
    await panel.getByRole('region', { name: 'Bericht' }).waitFor();
    await panel.getByText('Von Consumern empfangen').waitFor();
    await workbench.takeScreenshot('german-load');
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
    // A click on an event stopped the list; whether opening the panel again let it go on depends on the window.
    const follow = trace.frame.getByRole('button', { name: 'Den neuesten folgen' });
    if ((await follow.getAttribute('aria-pressed')) !== 'true') await follow.click();
    await trace.row('anfragen', 'Leerer Empfang').waitFor();
    await trace.row('anfragen', 'Gelöscht').click();
    await trace.details.getByText('nach dem Empfang').first().waitFor();
    await workbench.takeScreenshot('german-trace');
    await trace.frame.getByRole('tab', { name: 'Befunde' }).click();
    await trace.frame.getByRole('heading', { name: 'Kurze Abfragen in einer Schleife' }).waitFor();
    await trace.frame.getByText('Verwenden Sie Langabfragen').waitFor();
    await workbench.takeScreenshot('german-findings');
  });

  it('describes a queue definition, and says what is wrong with it', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const deadLetter = { queue: 'fehlt', maxReceiveCount: 3 };
    const definitions = { queues: { 'neu!': {}, alt: { deadLetter } } };
    writeFileSync(join(workspace, 'queueside.json'), JSON.stringify(definitions, undefined, 2));
    await workbench.editors.openFile('queueside.json');
    await workbench.quickInput.runCommand('Problems: Focus on Problems View');
    const problems = workbench.page.locator('.markers-panel .monaco-list-row');
    await problems.filter({ hasText: 'Verwenden Sie 1 bis 80 Buchstaben' }).waitFor();
    await problems.filter({ hasText: 'Diese Datei hat keine Warteschlange "fehlt".' }).waitFor();
    await workbench.takeScreenshot('german-definitions');
  });

  it('ends with the broker', async () => {
    await stopBroker(openedWindow(), GERMAN);
  });
});
