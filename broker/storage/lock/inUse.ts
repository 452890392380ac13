import { type JournalRefusal, refuse } from '../format/refusal.ts';
import type { FoundLock } from './lockFile.ts';

/** For a sentence: which process, where, and since when. */
export function describeOwner({ text, olderPid }: FoundLock): string {
  if (text !== undefined) {
    return `the broker with process id ${text.pid} on ${text.host}, since ${text.since}`;
  }
  return olderPid === undefined ? 'another broker' : `the broker with process id ${olderPid}`;
}

/** Refuses a data folder that another broker uses: which process, on which host, and since when. */
export function refuseInUse(folder: string, owner: FoundLock): JournalRefusal {
  const { text, olderPid } = owner;
  if (text === undefined) {
    return refuse('inUse', `The data folder ${folder} is in use by ${describeOwner(owner)}.`, olderPid);
  }
  const { pid, host, since } = text;
  const place = `The data folder ${folder} has been taken since ${since}, on ${host}`;
  return refuse('inUse', `${place}: it is in use by the broker with process id ${pid}.`, pid);
}
