import type { MappingSettings } from './mapping.ts';

/** What a poller of provisioned mode can do at the same time. */
export const BATCHES_OF_POLLER = 10;
const DEFAULT_START = 5;
const DEFAULT_MAXIMUM = 1250;
const PROVISIONED_MAXIMUM = 20_000;
const MINUTE_MS = 60_000;
const GROWTH_PER_MINUTE = 300;
const PROVISIONED_GROWTH_PER_MINUTE = 1000;

interface Scale {
  readonly start: number;
  readonly maximum: number;
  readonly growthPerMinute: number;
}

/** How many batches of a mapping may be with the function at the same time (docs/functions.md#scaling). */
export class BatchLimit {
  private readonly scale: Scale;
  private granted: number;
  /** Since when all that is granted is used, epoch ms; undefined: it is not. */
  private grownAt: number | undefined;

  constructor(settings: Pick<MappingSettings, 'maximumConcurrency' | 'provisioned'>) {
    this.scale = chooseScale(settings);
    this.granted = this.scale.start;
  }

  /** @param now epoch ms on the broker's clock */
  read(now: number): number {
    this.grow(now);
    return Math.floor(this.granted);
  }

  /** All that is granted is used, and there may be more messages. */
  noteFull(now: number): void {
    this.grownAt ??= now;
  }

  /** Not all that is granted is used: it does not grow. */
  noteFree(now: number): void {
    this.grow(now);
    this.grownAt = undefined;
  }

  /** There are no more messages, and nothing is with the function. */
  noteIdle(): void {
    this.granted = this.scale.start;
    this.grownAt = undefined;
  }

  /** A batch failed: fewer are taken for a while. */
  noteError(now: number): void {
    this.grow(now);
    this.granted = Math.max(1, Math.floor(this.granted / 2));
    this.grownAt = now;
  }

  /** When it is next larger than now, epoch ms; undefined: it does not grow. */
  nextGrowth(now: number): number | undefined {
    this.grow(now);
    const { growthPerMinute, maximum } = this.scale;
    if (this.grownAt === undefined || this.granted >= maximum) return undefined;
    const missing = Math.floor(this.granted) + 1 - this.granted;
    return this.grownAt + Math.ceil((missing * MINUTE_MS) / growthPerMinute);
  }

  private grow(now: number): void {
    if (this.grownAt === undefined) return;
    const { growthPerMinute, maximum } = this.scale;
    // The clock may have been set back.
    const passedMs = Math.max(0, now - this.grownAt);
    this.granted = Math.min(maximum, this.granted + (passedMs * growthPerMinute) / MINUTE_MS);
    this.grownAt = now;
  }
}

function chooseScale({
  maximumConcurrency,
  provisioned,
}: Pick<MappingSettings, 'maximumConcurrency' | 'provisioned'>): Scale {
  if (provisioned !== undefined) {
    return {
      start: provisioned.minimum * BATCHES_OF_POLLER,
      maximum: Math.min(provisioned.maximum * BATCHES_OF_POLLER, PROVISIONED_MAXIMUM),
      growthPerMinute: PROVISIONED_GROWTH_PER_MINUTE,
    };
  }
  const maximum = Math.min(maximumConcurrency ?? DEFAULT_MAXIMUM, DEFAULT_MAXIMUM);
  return { start: Math.min(DEFAULT_START, maximum), maximum, growthPerMinute: GROWTH_PER_MINUTE };
}
