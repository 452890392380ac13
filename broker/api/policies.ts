/*
 * The form of a policy document (contract §9.3), for the two who read one: the rules of queue attributes, which refuse as the
 * service does, and the evaluation, which says to a person what does not fit.
 */

export const POLICY_VERSIONS: ReadonlySet<unknown> = new Set(['2012-10-17', '2008-10-17']);
export const POLICY_MEMBERS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
export const STATEMENT_MEMBERS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Before the name of an action; without regard to case, as all of it. */
export const ACTION_PREFIX = 'sqs:';
