import type { BrokerConfig } from './config.ts';
import { LIMITS, type Limits } from '../engine/base/limits.ts';

/** The limits that a configuration asks for: those of a profile, less the intervals that are switched off. */
export function chooseLimits({
  limits,
  purgeInterval,
  recreateInterval,
}: Pick<BrokerConfig, 'limits' | 'purgeInterval' | 'recreateInterval'>): Limits {
  return {
    ...LIMITS[limits],
    ...(purgeInterval === 'off' ? { purgeIntervalMs: 0 } : {}),
    ...(recreateInterval === 'off' ? { recreateIntervalMs: 0 } : {}),
  };
}
