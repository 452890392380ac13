import type { LoadDraft } from '../../webview/loadProtocol.ts';

const OPTIONS = [
  'rate',
  'shape',
  'duration',
  'size',
  'template',
  'connections',
  'groups',
  'attributes',
] as const;

/**
 * The options of `queueside load` that a draft stands for; it checks them itself. One argument each, so that nothing that
 * was typed can be taken for another option.
 */
export function listLoadArguments(queueUrl: string, draft: LoadDraft): string[] {
  const given = OPTIONS.filter((name) => draft[name].trim() !== '');
  return [`--queue=${queueUrl}`, ...given.map((name) => `--${name}=${draft[name].trim()}`)];
}

/** Seconds as typed, in ms; the default of `queueside load` when there are none. */
export function readDurationMs({ duration }: Pick<LoadDraft, 'duration'>): number {
  return 1000 * (duration.trim() === '' ? 10 : Number(duration));
}

/** Messages a second as typed; the default of `queueside load` when there are none. */
export function readRate({ rate }: Pick<LoadDraft, 'rate'>): number {
  return rate.trim() === '' ? 100 : Number(rate);
}
