import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import type { Place } from '../../broker/connections/place.ts';

/** What a user agreed to a protection level for, or entered keys for: neither counts for anything else of the same name. */
export interface Target {
  readonly kind: ConnectionDefinition['kind'];
  /** URL. */
  readonly endpoint: string;
  readonly region: string;
  /** That keys come from, also if the environment names it. */
  readonly profile?: string;
  /** 12 digits; absent as long as it is not known, and for endpoints that are not AWS. */
  readonly account?: string;
}

export function describeTarget(
  { kind }: ConnectionDefinition,
  { endpoint, region, profile }: Place,
  account?: string,
): Target {
  return {
    kind,
    endpoint,
    region,
    ...(profile !== undefined && { profile }),
    ...(account !== undefined && { account }),
  };
}

/** @param kept as it was stored. An account that was not known then does not count. */
export function isSameTarget(kept: unknown, target: Target | undefined): boolean {
  if (typeof kept !== 'object' || kept === null || target === undefined) return false;
  const { kind, endpoint, region, profile, account } = kept as Partial<Target>;
  return (
    kind === target.kind &&
    endpoint === target.endpoint &&
    region === target.region &&
    profile === target.profile &&
    (account === undefined || account === target.account)
  );
}
