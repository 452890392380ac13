import { randomUUID } from 'node:crypto';
import type { GatewayQuestion } from '../protocol/gateway.ts';
import type { Schedule } from '../time/schedule.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'questionId'> : never;

/** What is asked. */
export type NewQuestion = WithoutId<GatewayQuestion>;

/** What a user said; `notNow`: closed the question; `unanswered` if there was no answer in time, or too much is asked already; `ended`: the gateway ends. */
export type UserAnswer =
  | { readonly kind: 'yes'; readonly text: string }
  | { readonly kind: 'no' | 'notNow' | 'unanswered' | 'ended' };

/** Questions at once. A program asks once for each queue and effect. */
const MAXIMUM_QUESTIONS = 64;
/** SDKs wait that long or longer for a response. */
export const ANSWER_MS = 60_000;

interface Asked {
  readonly question: GatewayQuestion;
  readonly settle: (answer: UserAnswer) => void;
}

/** The questions that wait for a user. */
export class Questions {
  private readonly schedule: Schedule;
  private readonly onChange: () => void;
  private readonly asked = new Map<string, Asked>();

  constructor(schedule: Schedule, onChange: () => void) {
    this.schedule = schedule;
    this.onChange = onChange;
  }

  list(): readonly GatewayQuestion[] {
    return [...this.asked.values()].map(({ question }) => question);
  }

  /** @param signal ends the question: no program waits for its answer */
  ask(question: NewQuestion, signal?: AbortSignal): Promise<UserAnswer> {
    if (signal?.aborted === true || this.asked.size >= MAXIMUM_QUESTIONS)
      return Promise.resolve({ kind: 'unanswered' });
    const questionId = randomUUID();
    return new Promise((resolve) => {
      const giveUp = (): void => settle({ kind: 'unanswered' });
      const cancel = this.schedule(ANSWER_MS, giveUp);
      signal?.addEventListener('abort', giveUp, { once: true });
      const settle = (answer: UserAnswer): void => {
        cancel();
        signal?.removeEventListener('abort', giveUp);
        this.asked.delete(questionId);
        this.onChange();
        resolve(answer);
      };
      this.asked.set(questionId, { question: { ...question, questionId }, settle });
      this.onChange();
    });
  }

  /** @returns whether the question still waited */
  answer(questionId: string, answer: UserAnswer): boolean {
    const asked = this.asked.get(questionId);
    asked?.settle(answer);
    return asked !== undefined;
  }

  /** The gateway ends. */
  close(): void {
    for (const { settle } of this.asked.values()) settle({ kind: 'ended' });
  }
}
