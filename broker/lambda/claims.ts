import type { NeighbourService } from '../calls/serviceRequest.ts';

export const SIGNING_NAME = 'lambda';

const SCOPE = `/${SIGNING_NAME}/aws4_request`;
/** All operations of Lambda have a date as the first part of their path; no account, and so no queue, is written like that. */
const DATED_PATH = /^\/20\d\d-\d\d-\d\d\//;

/**
 * Tells calls of Lambda from those of SQS, which come to the same port (docs/functions.md). Asked at each request, and in a
 * file of its own: the rest of the front is loaded with the first call.
 */
export const claimsLambda: NeighbourService['claims'] = (headers, url) =>
  DATED_PATH.test(url) || headers.authorization?.includes(SCOPE) === true;
