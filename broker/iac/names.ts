import * as l10n from '@vscode/l10n';
import type { IacName, IacProblem, Value } from './model.ts';
import { type Place, rangeOf } from './source.ts';

export const FIFO_SUFFIX = '.fifo';
const MAXIMUM_QUEUE_NAME = 80;
const QUEUE_NAME = /^[\w-]+$/;
const MAXIMUM_FUNCTION_NAME = 64;

/** What a name is made of. */
export interface NameParts {
  readonly id: string;
  readonly logicalId: string;
  /** As the template has it; undefined: it has none. */
  readonly given: Value<string> | undefined;
  readonly at: Place;
}

/** What the names of queues or functions must be like. */
export interface NameRules {
  readonly isValid: (name: string) => boolean;
  readonly maximum: number;
  readonly suffix: string;
}

export function queueNameRules(isFifo: boolean): NameRules {
  const suffix = isFifo ? FIFO_SUFFIX : '';
  return {
    maximum: MAXIMUM_QUEUE_NAME,
    suffix,
    isValid: (name) =>
      name.length <= MAXIMUM_QUEUE_NAME &&
      name.endsWith(FIFO_SUFFIX) === isFifo &&
      QUEUE_NAME.test(name.slice(0, name.length - suffix.length)),
  };
}

export const FUNCTION_NAME_RULES: NameRules = {
  maximum: MAXIMUM_FUNCTION_NAME,
  suffix: '',
  isValid: (name) => name.length <= MAXIMUM_FUNCTION_NAME && QUEUE_NAME.test(name),
};

/** Gives each queue, or each function, a name of its own. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly note: (problem: IacProblem) => void;

  constructor(note: (problem: IacProblem) => void) {
    this.note = note;
  }

  /** Given names come first: call it for them before those that have none. */
  assign({ id, logicalId, given, at }: NameParts, rules: NameRules): IacName {
    const nameRange = given?.range ?? rangeOf(at);
    const derive = (nameReason: string | undefined): IacName => ({
      name: this.derive(id, logicalId, rules),
      nameOrigin: 'logicalId',
      nameReason,
      nameRange,
    });
    if (given === undefined) return derive(undefined);
    if (!given.isKnown) return derive(given.reason);
    if (!rules.isValid(given.value)) {
      const message = this.explain(given.value, rules);
      this.note({ range: given.range, message });
      return derive(message);
    }
    if (this.taken.has(given.value)) {
      const message = l10n.t('The name {0} is that of another resource.', given.value);
      this.note({ range: given.range, message });
      return derive(message);
    }
    this.taken.add(given.value);
    return { name: given.value, nameOrigin: 'given', nameReason: undefined, nameRange };
  }

  private explain(name: string, { suffix, maximum }: NameRules): string {
    if (suffix !== '' && !name.endsWith(suffix)) {
      return l10n.t('The name of a FIFO queue ends in .fifo.');
    }
    if (suffix === '' && name.endsWith(FIFO_SUFFIX)) {
      return l10n.t('Only the name of a FIFO queue ends in .fifo.');
    }
    return l10n.t('A name has 1 to {0} letters, digits, hyphens and underscores.', maximum);
  }

  /** The logical ID; with those of the stacks around it, or a number, if that is another's. */
  private derive(id: string, logicalId: string, { maximum, suffix }: NameRules): string {
    const fit = (text: string, end: string): string =>
      text.replace(/[^\w-]/g, '-').slice(0, maximum - suffix.length - end.length) + end + suffix;
    const candidates = [fit(logicalId, ''), fit(id, '')];
    let name = candidates.find((candidate) => !this.taken.has(candidate));
    for (let number = 2; name === undefined; number++) {
      const candidate = fit(logicalId, `-${number}`);
      if (!this.taken.has(candidate)) name = candidate;
    }
    this.taken.add(name);
    return name;
  }
}

/** @returns the places of what has a known name, then those of the rest */
export function givenFirst(drafts: readonly { readonly given: Value<string> | undefined }[]): number[] {
  const places = drafts.map((_, index) => index);
  const isGiven = (index: number): boolean => drafts[index]?.given?.isKnown === true;
  return [...places.filter(isGiven), ...places.filter((index) => !isGiven(index))];
}
