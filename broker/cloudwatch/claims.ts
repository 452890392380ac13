import type { NeighbourService } from '../calls/serviceRequest.ts';

export const SIGNING_NAME = 'monitoring';
export const TARGET_PREFIX = 'GraniteServiceVersion20100801.';
export const OPERATION_PATH = '/service/GraniteServiceVersion20100801/operation/';

const FORM_VERSION = 'Version=2010-08-01';
const SCOPE = `/${SIGNING_NAME}/aws4_request`;

/**
 * Tells calls of CloudWatch from those of SQS, which come to the same port (docs/cloudwatch.md). Asked at each request, and
 * in a file of its own: the rest of the front is loaded with the first call.
 */
export const claimsCloudWatch: NeighbourService['claims'] = (headers, url, body) => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string' && target !== '') return target.startsWith(TARGET_PREFIX);
  if (url.startsWith(OPERATION_PATH)) return true;
  if (headers.authorization?.includes(SCOPE) === true) return true;
  return url.includes(FORM_VERSION) || body.includes(FORM_VERSION);
};
