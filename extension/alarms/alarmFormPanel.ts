import { type Disposable, l10n, type Uri, type WebviewPanel } from 'vscode';
import type {
  AlarmFormToHost,
  AlarmStart,
  HostToAlarmForm,
  ReadAlarm,
} from '../../webview/alarmFormProtocol.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { Able } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { openAlarmDefinition } from '../definitions/openDefinitions.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import { tellFailure } from '../ground/tellFailure.ts';
import { nameOfArn } from '../ground/text.ts';
import { describeBroker, describeFailure } from '../webviews/brokerView.ts';
import { readAlarmFormMessage } from '../webviews/messageShapes.ts';
import { PageMail } from '../webviews/pageMail.ts';
import { findTabIcon, makeWebviewOptions, renderWebviewPage } from '../webviews/webviewPage.ts';

/** An alarm on a metric of a queue, or where one is to be created. */
export interface AlarmFormTarget {
  readonly queueArn: string;
  readonly name: string | undefined;
}

interface AlarmFormOptions {
  readonly extensionUri: Uri;
  readonly session: BrokerClient;
  readonly connections: Connections;
  showLog(): void;
  readonly target: AlarmFormTarget;
}

/** The form of one alarm: keeps its page up to date, and saves what it asks for. */
export class AlarmFormPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #options: AlarmFormOptions;
  readonly #mail: PageMail<HostToAlarmForm>;
  readonly #parts: readonly Disposable[];
  #target: AlarmFormTarget;
  /** Our own change is no news. */
  #isSaving = false;

  constructor(panel: WebviewPanel, options: AlarmFormOptions) {
    const { session, connections, extensionUri, target } = options;
    this.#panel = panel;
    this.#options = options;
    this.#target = target;
    this.#mail = new PageMail(panel);
    panel.webview.options = makeWebviewOptions(extensionUri);
    panel.iconPath = findTabIcon(extensionUri);
    this.#showTitle();
    const follow = (): void => tellFailure(this.#follow());
    this.#parts = [
      this.#mail,
      session.onDidChangeState((state) =>
        this.#mail.post({ type: 'brokerChanged', broker: describeBroker(state) }),
      ),
      connections.onDidChangeQueues(follow),
      ...(this.#alarms === undefined ? [] : [this.#alarms.onDidChange(follow)]),
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readAlarmFormMessage(value);
        if (message !== undefined) tellFailure(this.#handle(message));
      }),
    ];
    panel.webview.html = renderWebviewPage(panel.webview, extensionUri, 'alarmForm', panel.title);
  }

  /** Each form of an alarm to create is one of its own. */
  shows({ queueArn, name }: AlarmFormTarget): boolean {
    return name !== undefined && name === this.#target.name && queueArn === this.#target.queueArn;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  get #alarms(): Able<'alarms'>['can']['alarms'] | undefined {
    return this.#options.connections.listAble(['alarms'])[0]?.can.alarms;
  }

  async #handle(message: AlarmFormToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#mail.open(await this.#describeStart());
        return;
      case 'startBroker':
        // A failure shows as the broker's state.
        await this.#options.session.start().catch(() => undefined);
        return;
      case 'showLog':
        this.#options.showLog();
        return;
      case 'openDefinition':
        await openAlarmDefinition(this.#target.name ?? '');
        return;
      case 'close':
        this.#panel.dispose();
        return;
      case 'save':
        await this.#save(message);
    }
  }

  async #follow(): Promise<void> {
    if (this.#mail.isReady && !this.#isSaving) this.#mail.post(await this.#describeStart());
  }

  async #describeStart(): Promise<HostToAlarmForm & { readonly type: 'initialize' }> {
    const { queueArn, name } = this.#target;
    const alarm = await this.#read();
    const place = placeOf(queueArn);
    const kind = this.#options.connections
      .listAble(['alarms'])
      .flatMap(({ queues }) => queues.queues)
      .find(({ arn }) => arn === queueArn)?.kind;
    const start: AlarmStart = {
      broker: describeBroker(this.#options.session.state),
      queueArn,
      takenNames: (this.#alarms?.alarms ?? [])
        .filter((each) => placeOf(each.arn) === place && each.name !== name)
        .map((each) => each.name),
      ...(kind === undefined ? {} : { queueKind: kind }),
      ...(name === undefined ? {} : { name }),
      ...(alarm === undefined ? {} : { alarm }),
    };
    return { type: 'initialize', ...start };
  }

  /** @returns undefined when it cannot be read now: without a broker or the queue */
  async #read(): Promise<ReadAlarm | undefined> {
    const { queueArn, name } = this.#target;
    if (this.#options.session.state.kind !== 'running') return undefined;
    return this.#alarms?.readForm(queueArn, name).catch(() => undefined);
  }

  async #save({ requestId, name, form }: Extract<AlarmFormToHost, { type: 'save' }>): Promise<void> {
    const { queueArn, name: known } = this.#target;
    this.#isSaving = true;
    try {
      const alarms = this.#alarms;
      if (alarms === undefined) throw new Error(l10n.t('The connection of this queue is closed.'));
      await alarms.put({ queueArn, name: known ?? name, form, isNew: known === undefined });
      this.#target = { queueArn, name: known ?? name };
      this.#showTitle();
      await this.#mail.deliver({
        type: 'saved',
        requestId,
        outcome: { ok: true, name: known ?? name, form },
      });
    } catch (error) {
      await this.#mail.deliver({
        type: 'saved',
        requestId,
        outcome: { ok: false, failure: describeFailure(error) },
      });
    } finally {
      this.#isSaving = false;
    }
    await this.#follow();
  }

  #showTitle(): void {
    const { queueArn, name } = this.#target;
    this.#panel.title =
      name === undefined ? l10n.t('Create alarm: {0}', nameOfArn(queueArn)) : l10n.t('Edit alarm: {0}', name);
  }
}

/** The region and the account in an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(':');
}
