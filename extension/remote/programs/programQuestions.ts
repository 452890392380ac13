import * as l10n from '@vscode/l10n';
import { type Disposable, window } from 'vscode';
import type { RequestMethod } from '../../../broker/protocol/method.ts';
import {
  agreeToLaunch,
  answerQuestion,
  type GatewayQuestion,
  listQuestions,
  questionsChanged,
} from '../../../broker/protocol/gateway.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { showWarning } from '../../ground/notices.ts';
import { oneLine } from '../../ground/oneLine.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { askMfaCode, askForText } from '../connecting.ts';
import { describePlaceOf } from './describePlace.ts';
import type { GatewayUse } from './gatewayUse.ts';
import { LaunchConsent, type LaunchQuestion } from './launchConsent.ts';
import { askByDialog, askByNotice } from './launchDialog.ts';

type NameQuestion = Extract<GatewayQuestion, { kind: 'typedName' }>;
type CodeQuestion = Extract<GatewayQuestion, { kind: 'mfaCode' }>;

/** Questions for a text, of all gateways: VS Code shows one at a time, and closes one for the next. */
let textTurn: Promise<unknown> = Promise.resolve();

/** Those who ask, by the gateway that they ask for. */
const ASKING = new WeakMap<GatewayUse, ProgramQuestions>();

/** @returns what asks the user for a gateway, while it is used. */
export function findQuestions(use: GatewayUse): ProgramQuestions | undefined {
  return ASKING.get(use);
}

export interface ProgramQuestionsOptions {
  readonly use: GatewayUse;
  readonly schedule: Schedule;
  readonly log: { warn(message: string): void };
}

/**
 * Asks the user of this window what a gateway wants to know: about programs that were launched here, and for codes, which any window may
 * answer.
 */
export class ProgramQuestions implements Disposable {
  readonly #options: ProgramQuestionsOptions;
  /** By access key id. */
  readonly #launches = new Map<string, LaunchConsent>();
  /** Questions for a text that are shown, or wait for their turn, by their id. */
  readonly #texts = new Map<string, AbortController>();
  readonly #listeners: readonly Disposable[];

  constructor(options: ProgramQuestionsOptions) {
    this.#options = options;
    ASKING.set(options.use, this);
    const { client } = options.use;
    this.#listeners = [
      client.onNotification(questionsChanged, ({ questions }) => this.#update(questions)),
      client.onDidConnect(() => void this.#catchUp()),
      client.onDidChangeState(({ kind }) => {
        // What a gateway asked that is gone, its successor asks again.
        if (kind !== 'running') this.#update([]);
      }),
    ];
    if (client.state.kind === 'running') void this.#catchUp();
  }

  /** Whether the user did not agree to something that a program of this window wanted to do. */
  get hasDeclined(): boolean {
    return [...this.#launches.values()].some(({ hasDeclined }) => hasDeclined);
  }

  /** Asks about it again, by a dialog for each launch. */
  async askAgain(): Promise<void> {
    for (const consent of this.#launches.values()) await consent.askAgain();
  }

  dispose(): void {
    ASKING.delete(this.#options.use);
    disposeAll(this.#listeners);
    this.#update([]);
  }

  /** A gateway that was started again knows nothing of what was agreed to. */
  async #catchUp(): Promise<void> {
    for (const [accessKeyId, consent] of this.#launches) {
      for (const { effect, queues } of consent.agreements)
        void this.#send(agreeToLaunch, { accessKeyId, queues, effects: [effect] });
    }
    const asked = await this.#send(listQuestions, {});
    if (asked !== undefined) this.#update(asked.questions);
  }

  #update(questions: readonly GatewayQuestion[]): void {
    const { consumers } = this.#options.use;
    const launches = new Map<string, LaunchQuestion[]>([...this.#launches.keys()].map((key) => [key, []]));
    const texts = new Map<string, NameQuestion | CodeQuestion>();
    for (const question of questions) {
      // Another window has launched it, and asks its user.
      if (question.kind !== 'mfaCode' && !consumers.hasLaunch(question.accessKeyId)) continue;
      if (question.kind === 'launch')
        launches.set(question.accessKeyId, [...(launches.get(question.accessKeyId) ?? []), question]);
      else texts.set(question.questionId, question);
    }
    for (const [accessKeyId, ofLaunch] of launches) {
      this.#consentOf(accessKeyId).update(ofLaunch);
      // The registry forgets old launches, and their questions are not asked here any more.
      if (!consumers.hasLaunch(accessKeyId)) this.#launches.delete(accessKeyId);
    }
    for (const [questionId, gone] of this.#texts) if (!texts.has(questionId)) gone.abort();
    for (const [questionId, question] of texts)
      if (!this.#texts.has(questionId)) void this.#askForText(question);
  }

  #consentOf(accessKeyId: string): LaunchConsent {
    const known = this.#launches.get(accessKeyId);
    if (known !== undefined) return known;
    const { use, schedule } = this.#options;
    const consent = new LaunchConsent({
      schedule,
      askByDialog,
      askByNotice,
      describe: () => ({ connection: use.connection.name, place: describePlaceOf(use) }),
      agree: ({ effect, queues }) =>
        void this.#send(agreeToLaunch, { accessKeyId, queues, effects: [effect] }),
      answer: (questionId, answer) => void this.#send(answerQuestion, { questionId, answer }),
      tellLate: (program) =>
        void window.showInformationMessage(
          l10n.t(
            '“{0}” did not wait for your answer, and its call was rejected. Its next calls are forwarded.',
            oneLine(program),
          ),
        ),
    });
    this.#launches.set(accessKeyId, consent);
    return consent;
  }

  /** The question goes away when it was answered elsewhere, or no call waits for it any more. */
  async #askForText(question: NameQuestion | CodeQuestion): Promise<void> {
    const { questionId } = question;
    const gone = new AbortController();
    this.#texts.set(questionId, gone);
    const { name } = this.#options.use.connection;
    const turn = textTurn.then(() =>
      question.kind === 'mfaCode'
        ? askMfaCode(name, question.device, gone.signal)
        : askForName(name, question, gone.signal),
    );
    textTurn = turn.catch(() => undefined);
    const text = await turn;
    this.#texts.delete(questionId);
    if (gone.signal.aborted) return;
    if (text === undefined || text === '') {
      void this.#send(answerQuestion, { questionId, answer: 'no' });
      return;
    }
    void this.#send(answerQuestion, { questionId, answer: 'yes', text });
    if (question.kind === 'typedName' && text !== question.queue)
      void showWarning(
        l10n.t('{0} was not called: “{1}” is not the name of the queue.', question.action, oneLine(text)),
      );
  }

  /** Starts no gateway: what it would be about is gone. @returns undefined if that failed, or the question was answered before */
  async #send<P, R>(method: RequestMethod<P, R>, params: P): Promise<R | undefined> {
    const { use, log } = this.#options;
    if (use.client.state.kind !== 'running') return undefined;
    try {
      return await use.client.request(method, params);
    } catch (error) {
      log.warn(`${use.connection.name}: ${method.method}: ${String(error)}`);
      return undefined;
    }
  }
}

function askForName(
  connection: string,
  { program, action, queue }: NameQuestion,
  signal: AbortSignal,
): Promise<string | undefined> {
  const prompt = l10n.t(
    '“{0}” calls {1}. This cannot be undone. To let it, type the name of the queue: {2}',
    oneLine(program),
    action,
    queue,
  );
  const title = l10n.t('{0}: {1}', connection, action);
  return askForText({ title, prompt, placeHolder: queue }, signal);
}
