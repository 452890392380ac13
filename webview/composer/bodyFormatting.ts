import * as l10n from '@vscode/l10n';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { HostToComposer } from '../protocol.ts';

type Formatted = Extract<HostToComposer, { readonly type: 'bodyFormatted' }>;

const PROBLEMS = {
  notJson: l10n.t('The body is not valid JSON, so it was not formatted.'),
  tooLong: l10n.t('The body is nested too deeply to format.'),
} as const;

/**
 * Formats the body through the host, in steps: 1 MiB in one go would block the panel.
 * @param ask posts the request and returns its number
 * @param replaceBody shows the formatted body
 */
export function createBodyFormatting(
  body: ReadonlySignal<string>,
  ask: (body: string) => number,
  replaceBody: (body: string) => void,
) {
  const awaited = signal<{ readonly requestId: number; readonly body: string } | undefined>(undefined);
  const problem = signal<{ readonly body: string; readonly text: string } | undefined>(undefined);

  return {
    isFormatting: computed(() => awaited.value !== undefined),
    /** Why the body could not be formatted, until it changes. */
    formatProblem: computed(() => (problem.value?.body === body.value ? problem.value.text : undefined)),
    formatBody: () => {
      awaited.value = { requestId: ask(body.value), body: body.value };
    },
    /** Takes a response. If the body has changed since it was requested, it is ignored. */
    takeFormatted: ({ requestId, outcome }: Formatted) => {
      const asked = awaited.value;
      if (requestId !== asked?.requestId) return;
      awaited.value = undefined;
      if (asked.body !== body.value) return;
      if (outcome.ok) replaceBody(outcome.body);
      else problem.value = { body: asked.body, text: PROBLEMS[outcome.problem] };
    },
  };
}
