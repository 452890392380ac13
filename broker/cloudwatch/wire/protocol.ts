import { type FormNode, parseParameters, readForm, readParameter } from '../../calls/form.ts';
import { pathOf, queryTextOf } from '../../calls/requestTarget.ts';
import type { ServiceRequest } from '../../calls/serviceRequest.ts';
import { OPERATION_PATH, TARGET_PREFIX } from '../claims.ts';

export type Protocol = 'json' | 'cbor' | 'query';

/** Which operation a request calls, and how its answer must look. */
export interface Call {
  readonly protocol: Protocol;
  readonly operation: string;
  /** Errors are named by their Query codes as well: SDKs that spoke Query before ask for that. */
  readonly wantsQueryErrors: boolean;
}

/** Reads how a request calls which operation; that of a form is in its body. */
export function readCall({ headers, url }: ServiceRequest, form: FormNode | undefined): Call {
  const wantsQueryErrors = headers['x-amzn-query-mode'] === 'true';
  const target = headers['x-amz-target'];
  if (typeof target === 'string' && target !== '') {
    return { protocol: 'json', operation: target.slice(TARGET_PREFIX.length), wantsQueryErrors };
  }
  const path = pathOf(url);
  if (path.startsWith(OPERATION_PATH)) {
    return { protocol: 'cbor', operation: path.slice(OPERATION_PATH.length), wantsQueryErrors };
  }
  const operation = form === undefined ? '' : (readParameter(form, 'Action') ?? '');
  return { protocol: 'query', operation, wantsQueryErrors: true };
}

export function isForm({ headers, url }: ServiceRequest): boolean {
  return (headers['x-amz-target'] ?? '') === '' && !url.startsWith(OPERATION_PATH);
}

/** The parameters of a form; undefined for what is none, or has too many. */
export function parseForm(url: string, body: Buffer): FormNode | undefined {
  const parameters = parseParameters([queryTextOf(url), readForm(body)]);
  return parameters.ok ? parameters.value : undefined;
}
