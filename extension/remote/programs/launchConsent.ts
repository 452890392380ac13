import type { AskedEffect, GatewayQuestion } from '../../../broker/protocol/gateway.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { GATHER_MS } from './gatherMs.ts';
import type { AskForLaunch, LaunchAsk, LaunchReply } from './launchDialog.ts';

export type LaunchQuestion = Extract<GatewayQuestion, { kind: 'launch' }>;

/** What a user agreed to for one launch. */
export interface Agreement {
  readonly effect: AskedEffect;
  /** Names. */
  readonly queues: readonly string[];
}

export interface LaunchConsentPorts {
  readonly schedule: Schedule;
  /** The first question of an effect, and one that a notification did not get an answer to. */
  readonly askByDialog: AskForLaunch;
  /** Later ones. */
  readonly askByNotice: AskForLaunch;
  /** Where the calls of the connection go, as it is now. */
  describe(): Pick<LaunchAsk, 'connection' | 'place'>;
  agree(agreement: Agreement): void;
  answer(questionId: string, answer: 'yes' | 'no' | 'notNow'): void;
  /** The user agreed after the calls that asked had been rejected. */
  tellLate(program: string): void;
}

/** VS Code hides a notification after some seconds, and the call waits for a minute: then it is worth a dialog. */
export const NOTICE_MS = 15_000;
/** After a dialog was closed: a program that polls must not open one after the other. */
export const QUIET_MS = 30_000;

/**
 * What the user of this window says about one launch. The questions of a moment are one dialog; what was answered is not asked again,
 * also not after the gateway was started again.
 */
export class LaunchConsent {
  readonly #ports: LaunchConsentPorts;
  /** By effect and queue. */
  readonly #answers = new Map<string, 'yes' | 'no'>();
  /** A notification about them was closed without an answer, or overlooked. */
  readonly #overlooked = new Set<string>();
  /** By effect and queue: a dialog about them was just closed, and calls are rejected without another one. */
  readonly #quiet = new Set<string>();
  #program = '';
  #waiting: readonly LaunchQuestion[] = [];
  /** Ids of questions that a notification is about. */
  readonly #noticed = new Set<string>();
  #hasDialog = false;
  #isGathering = false;

  constructor(ports: LaunchConsentPorts) {
    this.#ports = ports;
  }

  get agreements(): readonly Agreement[] {
    const queues = new Map<AskedEffect, string[]>();
    for (const [key, answer] of this.#answers) {
      if (answer === 'no') continue;
      const [effect, queue] = splitKey(key);
      queues.set(effect, [...(queues.get(effect) ?? []), queue]);
    }
    return [...queues].map(([effect, names]) => ({ effect, queues: names }));
  }

  /** Whether there is something to ask again. */
  get hasDeclined(): boolean {
    return this.#listDeclined().length > 0;
  }

  /** Asks about all that the user did not agree to. */
  async askAgain(): Promise<void> {
    const keys = this.#listDeclined();
    if (keys.length === 0 || this.#hasDialog) return;
    const reply = await this.#showDialog(keys);
    if (reply === 'yes') this.#settle(keys, reply);
    else this.update(this.#waiting);
  }

  /** @param questions all that wait for an answer now */
  update(questions: readonly LaunchQuestion[]): void {
    this.#waiting = questions.filter((question) => !this.#answerKnown(question));
    if (this.#listNew().length === 0 || this.#hasDialog || this.#isGathering) return;
    this.#isGathering = true;
    this.#ports.schedule(GATHER_MS, () => {
      this.#isGathering = false;
      void this.#ask();
    });
  }

  #listNew(): readonly LaunchQuestion[] {
    return this.#waiting.filter(({ questionId }) => !this.#noticed.has(questionId));
  }

  /** @returns whether the user has said before what is to be said */
  #answerKnown(question: LaunchQuestion): boolean {
    const keys = keysOf(question);
    const answers = keys.map((key) => this.#answers.get(key));
    const { questionId } = question;
    if (answers.includes('no')) this.#ports.answer(questionId, 'no');
    else if (keys.some((key) => this.#quiet.has(key))) this.#ports.answer(questionId, 'notNow');
    else if (answers.includes(undefined)) return false;
    else this.#ports.answer(questionId, 'yes');
    return true;
  }

  async #ask(): Promise<void> {
    const questions = this.#listNew();
    const [first] = questions;
    // The program has ended, or does not wait any more.
    if (first === undefined) return;
    const keys = [...new Set(questions.flatMap(keysOf))].filter((key) => !this.#answers.has(key));
    this.#program = first.program;
    const agreed = new Set(this.agreements.map(({ effect }) => effect));
    if (keys.some((key) => !agreed.has(splitKey(key)[0]) || this.#overlooked.has(key))) {
      const reply = await this.#showDialog(keys);
      // The notification may have been found meanwhile.
      const open = keys.filter((key) => !this.#answers.has(key));
      if (reply === 'dismissed') this.#keepQuiet(open);
      else if (open.length > 0) this.#settle(open, reply);
      else this.update(this.#waiting);
      return;
    }
    for (const key of keys) this.#overlooked.add(key);
    for (const { questionId } of questions) this.#noticed.add(questionId);
    const stop = this.#ports.schedule(NOTICE_MS, () => {
      for (const { questionId } of questions) this.#noticed.delete(questionId);
      this.update(this.#waiting);
    });
    const reply = await this.#ports.askByNotice(this.#describe(keys));
    stop();
    // A dialog may have been answered meanwhile.
    if (keys.some((key) => !this.#answers.has(key))) this.#settle(keys, reply);
  }

  #describe(keys: readonly string[]): LaunchAsk {
    return { ...this.#ports.describe(), program: this.#program, queues: groupKeys(keys) };
  }

  async #showDialog(keys: readonly string[]): Promise<LaunchReply> {
    this.#hasDialog = true;
    const reply = await this.#ports.askByDialog(this.#describe(keys));
    this.#hasDialog = false;
    return reply;
  }

  #listDeclined(): readonly string[] {
    return [...this.#answers].flatMap(([key, answer]) => (answer === 'no' ? key : []));
  }

  #keepQuiet(keys: readonly string[]): void {
    for (const key of keys) this.#quiet.add(key);
    this.#ports.schedule(QUIET_MS, () => {
      for (const key of keys) this.#quiet.delete(key);
    });
    this.update(this.#waiting);
  }

  #settle(keys: readonly string[], reply: LaunchReply): void {
    if (reply === 'dismissed') return;
    const asked = new Set(keys);
    const isLate = !this.#waiting.some((question) => keysOf(question).some((key) => asked.has(key)));
    for (const key of keys) {
      this.#answers.set(key, reply);
      this.#quiet.delete(key);
    }
    if (reply === 'yes') {
      // First, so that calls pass that have not asked yet.
      for (const [effect, queues] of groupKeys(keys)) this.#ports.agree({ effect, queues });
      if (isLate) this.#ports.tellLate(this.#program);
    }
    this.update(this.#waiting);
  }
}

function keysOf({ effect, queues }: LaunchQuestion): readonly string[] {
  return queues.map((queue) => `${effect} ${queue}`);
}

function splitKey(key: string): readonly [AskedEffect, string] {
  const at = key.indexOf(' ');
  return [key.slice(0, at) as AskedEffect, key.slice(at + 1)];
}

function groupKeys(keys: readonly string[]): ReadonlyMap<AskedEffect, readonly string[]> {
  const groups = new Map<AskedEffect, string[]>();
  for (const key of keys) {
    const [effect, queue] = splitKey(key);
    groups.set(effect, [...(groups.get(effect) ?? []), queue]);
  }
  return groups;
}
