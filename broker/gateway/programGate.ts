import { forgetOldest } from '../engine/base/forgetOldest.ts';
import type { Failure } from '../engine/base/result.ts';
import { findSafeguard, isStricter, type ProtectionLevel } from '../protection/protectionLevel.ts';
import type { AskedEffect } from '../protocol/gateway.ts';
import type { CallGate } from './forward.ts';
import type { ForwardedCall } from './forwardedCall.ts';
import type { HangUp } from './hangUp.ts';
import { ENDS, refuseBy } from './ownAnswers.ts';
import { listQueueLabels, type OwnQueues } from './queueLabels.ts';
import type { NewQuestion, Questions, UserAnswer } from './questions.ts';

export interface ProgramGatePorts {
  /** Name of the connection. */
  readonly connection: string;
  /** As it is at the moment of a call. */
  readonly readLevel: () => ProtectionLevel;
  readonly own: OwnQueues;
  readonly questions: Pick<Questions, 'ask'>;
  /** What to call the program of a launch. */
  readonly nameProgram: (call: ForwardedCall) => string;
}

/** A question that calls of one program wait for together. */
interface OpenQuestion {
  readonly answer: Promise<UserAnswer>;
  /** Aborted when none of them waits any more. */
  readonly end: AbortController;
  waitingCalls: number;
}

/** What a user said of one program: by effect and label of the queue. */
interface Launch {
  readonly agreed: Set<string>;
  readonly declined: Set<string>;
}

const MAXIMUM_LAUNCHES = 1_000;
const MAXIMUM_QUEUES = 2_000;

/**
 * Decides by the protection level of the connection which calls of programs are forwarded, by the same table as the gate of the editor.
 * A program cannot be asked about each of its calls: what needs a question is asked once for each launch, effect and queue.
 */
export class ProgramGate implements CallGate {
  private readonly ports: ProgramGatePorts;
  /** By access key id. */
  private readonly launches = new Map<string, Launch>();
  /** Questions that wait, by what they are about. */
  private readonly open = new Map<string, OpenQuestion>();

  constructor(ports: ProgramGatePorts) {
    this.ports = ports;
  }

  get level(): ProtectionLevel {
    return this.ports.readLevel();
  }

  /** A user has agreed to this. @param queues their labels, as the questions have them */
  agree(accessKeyId: string, queues: readonly string[], effects: readonly AskedEffect[]): void {
    const launch = this.launchOf(accessKeyId);
    for (const effect of effects)
      for (const queue of queues) remember(launch, 'agreed', `${effect} ${queue}`);
  }

  async pass(call: ForwardedCall, hangUp: HangUp): Promise<Failure | undefined> {
    for (;;) {
      const level = this.ports.readLevel();
      const refusal = await this.check(level, call, hangUp);
      // A question takes as long as the user thinks: what counts is what holds when the call leaves.
      if (refusal !== undefined || hangUp.hasHappened || !isStricter(this.ports.readLevel(), level))
        return refusal;
    }
  }

  private async check(
    level: ProtectionLevel,
    call: ForwardedCall,
    hangUp: HangUp,
  ): Promise<Failure | undefined> {
    const { action, head } = call;
    const ambiguity = level === 'open' ? undefined : call.findAmbiguity();
    if (ambiguity !== undefined)
      return this.refuse(level, `only allows calls that every server reads alike: the call ${ambiguity}`);
    if (action === undefined) {
      return level === 'open'
        ? undefined
        : this.refuse(level, `only allows the actions of Amazon SQS, and ${head.name ?? 'this'} is none.`);
    }
    switch (findSafeguard(level, action)) {
      case 'nothing':
        return undefined;
      case 'refusal':
        return this.refuse(level, `does not allow ${action}.`);
      case 'questionPerLaunch':
        return this.askForLaunch(level, call, 'consume', hangUp);
      case 'question':
        return this.askForLaunch(level, call, 'change', hangUp);
      case 'typedName':
        return this.askForName(level, call, hangUp);
    }
  }

  private async askForLaunch(
    level: ProtectionLevel,
    call: ForwardedCall,
    effect: AskedEffect,
    hangUp: HangUp,
  ): Promise<Failure | undefined> {
    const { accessKeyId, action } = call.caller;
    const queues = listQueueLabels(call, this.ports.own);
    if (queues.length === 0) return this.refuse(level, `asks before ${action}, and the call names no queue.`);
    const launch = this.launchOf(accessKeyId);
    const missing = queues.filter((queue) => !launch.agreed.has(`${effect} ${queue}`));
    if (missing.length === 0) return undefined;
    if (missing.some((queue) => launch.declined.has(`${effect} ${queue}`)))
      return this.refuseDeclined(level, action);
    const program = this.ports.nameProgram(call);
    const answer = await this.askOnce(
      `${accessKeyId} ${effect} ${missing.join(' ')}`,
      { kind: 'launch', program, accessKeyId, effect, action, queues: missing },
      hangUp.signal,
    );
    if (answer.kind === 'ended') return ENDS;
    if (answer.kind === 'unanswered')
      return this.refuse(level, `asks before ${action}, and you did not answer.`);
    if (answer.kind === 'notNow')
      return this.refuse(
        level,
        `asks before ${action}, and you closed the question. A later call asks again.`,
      );
    for (const queue of missing)
      remember(launch, answer.kind === 'yes' ? 'agreed' : 'declined', `${effect} ${queue}`);
    return answer.kind === 'yes' ? undefined : this.refuseDeclined(level, action);
  }

  private async askForName(
    level: ProtectionLevel,
    call: ForwardedCall,
    hangUp: HangUp,
  ): Promise<Failure | undefined> {
    const { accessKeyId, action } = call.caller;
    const [queue] = listQueueLabels(call, this.ports.own);
    if (queue === undefined) return this.refuse(level, `asks before ${action}, and the call names no queue.`);
    const program = this.ports.nameProgram(call);
    const answer = await this.ports.questions.ask(
      { kind: 'typedName', program, accessKeyId, action, queue },
      hangUp.signal,
    );
    if (answer.kind === 'ended') return ENDS;
    if (answer.kind === 'yes' && answer.text === queue) return undefined;
    return this.refuse(level, `asks for the name of the queue before ${action}, and it was not entered.`);
  }

  /** A program that calls many times before there is an answer asks once. A program that has ended asks nothing. */
  private askOnce(about: string, question: NewQuestion, signal: AbortSignal): Promise<UserAnswer> {
    const open = this.open.get(about) ?? this.startQuestion(about, question);
    open.waitingCalls += 1;
    const leave = (): void => {
      open.waitingCalls -= 1;
      if (open.waitingCalls === 0) open.end.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    return open.answer;
  }

  private startQuestion(about: string, question: NewQuestion): OpenQuestion {
    const end = new AbortController();
    const answer = this.ports.questions.ask(question, end.signal).finally(() => forget());
    const started: OpenQuestion = { answer, end, waitingCalls: 0 };
    this.open.set(about, started);
    const forget = (): void => {
      if (this.open.get(about) === started) this.open.delete(about);
    };
    end.signal.addEventListener('abort', forget, { once: true });
    return started;
  }

  private refuseDeclined(level: ProtectionLevel, action: string | undefined): Failure {
    return this.refuse(
      level,
      `asks before ${action}, and you did not agree. To be asked again, click the connection in the status bar and choose Ask Again.`,
    );
  }

  private refuse(level: ProtectionLevel, why: string): Failure {
    const { connection } = this.ports;
    return refuseBy('AccessDenied', `the protection level ${level} of “${connection}” ${why}`);
  }

  private launchOf(accessKeyId: string): Launch {
    const known = this.launches.get(accessKeyId);
    if (known !== undefined) return known;
    const launch: Launch = { agreed: new Set(), declined: new Set() };
    this.launches.set(accessKeyId, launch);
    forgetOldest(this.launches, MAXIMUM_LAUNCHES);
    return launch;
  }
}

/** What is in one of the two is not in the other. */
function remember(launch: Launch, answer: keyof Launch, about: string): void {
  launch.agreed.delete(about);
  launch.declined.delete(about);
  launch[answer].add(about);
  forgetOldest(launch[answer], MAXIMUM_QUEUES);
}
