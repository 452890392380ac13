/** What keeps a metric, a query or an alarm from being as it was asked for, by the Query code of the service. */
export interface MetricRefusal {
  readonly ok: false;
  readonly code:
    | 'InvalidParameterValue'
    | 'MissingParameter'
    | 'InvalidParameterCombination'
    | 'LimitExceeded'
    | 'ResourceNotFound'
    | 'ValidationError';
  readonly message: string;
  /** The member that it is about, in the service's spelling; undefined: all of it. */
  readonly member: string | undefined;
}

export function refuseMetric(code: MetricRefusal['code'], message: string, member?: string): MetricRefusal {
  return { ok: false, code, message, member };
}
