import { isSameValue } from '../../broker/protocol/expectedValues.ts';
import { readOwn } from '../../broker/protocol/ownValue.ts';

type Values = Readonly<Record<string, string>>;

export interface QueueValues {
  readonly attributes: Values;
  readonly tags: Values;
}

interface Change {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Epoch ms. */
  readonly until: number;
}

const MINUTE_MS = 60_000;
/** How long Amazon SQS may still return the value that an attribute had before it was changed. */
const LAG_MS = MINUTE_MS;
const RETENTION_LAG_MS = 15 * MINUTE_MS;

/**
 * The values that this window changed a moment ago. Amazon SQS may return the former ones for a while: those are taken for the new
 * ones, so that they neither look as if nothing was changed nor as if another user had changed them back.
 */
export class RecentValues {
  readonly #readNow: () => number;
  /** By ARN, and then by the name of an attribute or of a tag. */
  readonly #changes = new Map<string, Map<string, Change>>();

  constructor(readNow: () => number) {
    this.#readNow = readNow;
  }

  /** @param to undefined, or an empty policy: it was removed */
  note(
    arn: string,
    kind: keyof QueueValues,
    before: QueueValues,
    to: Readonly<Record<string, unknown>>,
  ): void {
    const changes = this.#changes.get(arn) ?? new Map<string, Change>();
    for (const [name, value] of Object.entries(to)) {
      const after = value === '' && kind === 'attributes' ? undefined : (value as string | undefined);
      const lagMs = name === 'MessageRetentionPeriod' && kind === 'attributes' ? RETENTION_LAG_MS : LAG_MS;
      const until = this.#readNow() + lagMs;
      changes.set(`${kind} ${name}`, { before: readOwn(before[kind], name), after, until });
    }
    this.#changes.set(arn, changes);
  }

  /** What the queue has, of what was read of it. */
  correct(arn: string, read: QueueValues): QueueValues {
    const changes = this.#changes.get(arn);
    if (changes === undefined) return read;
    const correctAll = (kind: keyof QueueValues): Values => {
      const values: Record<string, string> = { ...read[kind] };
      for (const [key, { before, after, until }] of changes) {
        if (!key.startsWith(`${kind} `) || until <= this.#readNow()) continue;
        const name = key.slice(kind.length + 1);
        if (!isSameValue(readOwn(read[kind], name), before)) continue;
        if (after === undefined) delete values[name];
        else values[name] = after;
      }
      return values;
    };
    return { attributes: correctAll('attributes'), tags: correctAll('tags') };
  }
}
