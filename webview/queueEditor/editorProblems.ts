import { computed, type ReadonlySignal } from '@preact/signals';
import type { QueueProblem } from '../../broker/protocol/queue.ts';
import type { RequestFailure } from '../protocol.ts';
import { TAG_ID } from './changes.ts';
import {
  findFormProblems,
  findTagProblems,
  isFieldShown,
  listUnplaced,
  placeFailure,
  placeProblems,
  type Problems,
} from './formRules.ts';
import type { QueueForm } from './queueForm.ts';

interface ProblemSources {
  readonly form: ReadonlySignal<QueueForm>;
  readonly isNew: ReadonlySignal<boolean>;
  readonly maximumBytes: ReadonlySignal<number>;
  /** What the broker found in this form. */
  readonly found: ReadonlySignal<readonly QueueProblem[]>;
  /** What Apply failed by. */
  readonly refusal: ReadonlySignal<RequestFailure | undefined>;
}

/** What is wrong with a form, and where the page shows it. */
export function createEditorProblems({ form, isNew, maximumBytes, found, refusal }: ProblemSources) {
  const formProblems = computed(() => findFormProblems(form.value, maximumBytes.value));
  const tagProblems = computed(() => findTagProblems(form.value.tags));
  const tagMistakes = computed(() => tagProblems.value.filter((each) => Object.keys(each).length > 0).length);
  const refused = computed(() => (refusal.value === undefined ? {} : onlyShown(placeFailure(refusal.value))));
  const mistakes = computed(() =>
    onlyShown({ ...placeProblems(found.value, form.value), ...formProblems.value }),
  );
  const problems = computed((): Problems => ({ ...refused.value, ...mistakes.value }));

  function onlyShown(all: Problems): Problems {
    const entries = Object.entries(all) as [keyof Problems, string][];
    return Object.fromEntries(entries.filter(([field]) => isFieldShown(field, form.value, isNew.value)));
  }

  /** Ids of values that Apply could not set: mistakes are no changes. */
  const wrongIds = computed(
    (): ReadonlySet<string> =>
      new Set([
        ...Object.keys(mistakes.value),
        ...form.value.tags
          .filter((_, index) => Object.keys(tagProblems.value[index] ?? {}).length > 0)
          .map(({ name }) => `${TAG_ID}${name}`),
      ]),
  );

  return {
    problems,
    wrongIds,
    tagProblems,
    /** Fields that show a problem. */
    mistakeCount: computed(() => Object.keys(problems.value).length + tagMistakes.value),
    /** Not what Apply failed by: that may be over when it is tried again, such as the wait after a deletion. */
    isApplicable: computed(() => Object.keys(mistakes.value).length + tagMistakes.value === 0),
    /** Something is typed wrongly, which is no change yet. */
    hasWrongValues: computed(() => Object.keys(formProblems.value).length + tagMistakes.value > 0),
    /** What no field shows. */
    unplaced: computed((): readonly string[] => [
      ...(refusal.value === undefined || Object.keys(refused.value).length > 0
        ? []
        : [refusal.value.message]),
      ...listUnplaced(found.value, form.value, isNew.value),
    ]),
  };
}
